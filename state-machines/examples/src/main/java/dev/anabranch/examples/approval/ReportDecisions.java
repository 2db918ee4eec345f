package dev.anabranch.examples.approval;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Counts the approved documents. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ReportDecisions implements Task<List<Decision>, ApprovalReport> {

    @Override
    public ApprovalReport run(List<Decision> decisions, TaskContext context) {
        return new ApprovalReport(
                decisions.size(), decisions.stream().filter(Decision::approved).count(), decisions);
    }
}
