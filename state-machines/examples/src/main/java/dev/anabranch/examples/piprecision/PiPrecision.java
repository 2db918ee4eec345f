package dev.anabranch.examples.piprecision;

import dev.anabranch.examples.montecarlopi.MonteCarloPi;
import dev.anabranch.examples.montecarlopi.MonteCarloPiInput;
import dev.anabranch.examples.montecarlopi.PiEstimate;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Estimates pi with more and more points. Each estimate is a separate run of {@link MonteCarloPi}. */
public final class PiPrecision implements Workflow<PiPrecisionInput, PiPrecisionReport> {

    @Override
    public Value<PiPrecisionReport> define(Flow flow, Value<PiPrecisionInput> input) {
        Value<List<MonteCarloPiInput>> sizes = flow.call(ListSizes.class, input);
        FanOut<PiEstimate> estimates =
                flow.map(sizes, size -> flow.run(MonteCarloPi.class, size)).sequential();
        return flow.call(ReportPrecision.class, estimates.toList());
    }

    @Override
    public String description() {
        return "Temporal's child workflows: each item is a run.";
    }
}
