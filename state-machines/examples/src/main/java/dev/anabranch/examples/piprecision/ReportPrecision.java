package dev.anabranch.examples.piprecision;

import dev.anabranch.examples.montecarlopi.PiEstimate;
import dev.anabranch.examples.piprecision.PiPrecisionReport.Precision;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Lists the errors of the estimates. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ReportPrecision implements Task<List<PiEstimate>, PiPrecisionReport> {

    @Override
    public PiPrecisionReport run(List<PiEstimate> estimates, TaskContext context) {
        return new PiPrecisionReport(estimates.stream()
                .map(estimate -> new Precision(estimate.samples(), estimate.pi(), Math.abs(estimate.error())))
                .toList());
    }
}
