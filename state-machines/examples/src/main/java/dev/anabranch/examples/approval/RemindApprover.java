package dev.anabranch.examples.approval;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Reminds the person who decides: here it only returns the text. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class RemindApprover implements Task<Document, String> {

    @Override
    public String run(Document document, TaskContext context) {
        return document.approver() + ", please decide on \"" + document.title() + "\".";
    }
}
