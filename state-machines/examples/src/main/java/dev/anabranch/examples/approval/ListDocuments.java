package dev.anabranch.examples.approval;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Returns the documents of the input. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListDocuments implements Task<ApprovalInput, List<Document>> {

    @Override
    public List<Document> run(ApprovalInput input, TaskContext context) {
        return input.documents() == null ? List.of() : input.documents();
    }
}
