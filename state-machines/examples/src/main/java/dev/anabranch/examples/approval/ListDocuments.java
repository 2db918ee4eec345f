package dev.anabranch.examples.approval;

import dev.anabranch.examples.numbers.RequiredText;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Returns the documents of the input. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListDocuments implements Task<ApprovalInput, List<Document>> {

    /**
     * Returns the documents.
     *
     * @throws PermanentFailure if a document is null or has no title
     */
    @Override
    public List<Document> run(ApprovalInput input, TaskContext context) {
        List<Document> documents = new ArrayList<>();
        if (input.documents() == null || input.documents().isEmpty()) {
            context.logger()
                    .log(
                            System.Logger.Level.WARNING,
                            "The input has no documents, so the run waits for no answer. Name them, such as"
                                    + " {\"documents\": [{\"title\": \"Lease\", \"approver\": \"Alan\"}]}.");
        } else {
            for (Document document : input.documents()) {
                documents.add(checked("documents[" + documents.size() + "]", document));
            }
        }
        return documents;
    }

    private static Document checked(String field, @Nullable Document document) {
        if (document == null) {
            throw new PermanentFailure(field + " is null but must be an object with title and approver.");
        }
        RequiredText.of(field + ".title", document.title());
        return document;
    }
}
