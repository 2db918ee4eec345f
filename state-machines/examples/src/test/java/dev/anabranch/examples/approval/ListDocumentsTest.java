package dev.anabranch.examples.approval;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListDocumentsTest {

    private static List<Document> list(Document document) {
        return new ListDocuments().run(new ApprovalInput(Collections.singletonList(document)), ANY);
    }

    @Test
    @SuppressWarnings("NullAway") // JSON can have null anywhere.
    void documentWithoutATitleIsRefused() {
        assertThat(new ListDocuments().run(new ApprovalInput(null), ANY)).isEmpty();
        assertThat(list(new Document("Lease", "Ada"))).hasSize(1);
        assertThatThrownBy(() -> list(null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("documents[0] is null but must be an object with title and approver.");
        assertThatThrownBy(() -> list(new Document(" ", "Ada")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("documents[0].title is blank but must be a text.");
    }
}
