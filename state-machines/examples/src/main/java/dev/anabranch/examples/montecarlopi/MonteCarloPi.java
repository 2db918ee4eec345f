package dev.anabranch.examples.montecarlopi;

import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Estimates pi with random points; each action has its own random numbers. */
public final class MonteCarloPi implements Workflow<MonteCarloPiInput, PiEstimate> {

    @Override
    public Value<PiEstimate> define(Flow flow, Value<MonteCarloPiInput> input) {
        Value<List<SampleStream>> streams = flow.call(SeedStreams.class, input);
        FanOut<Tally> tallies = flow.map(streams, ThrowPoints.class).concurrency(1_000);
        return flow.call(EstimatePi.class, tallies.collect());
    }

    @Override
    public String description() {
        return "Ray's Monte Carlo estimate of pi, with its error.";
    }
}
