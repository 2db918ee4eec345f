package dev.anabranch.benchmarks.workflows;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;

/** Computes n times, at most 50 times in parallel. */
public final class ComputeFan implements Workflow<Width, Long> {

    @Override
    public Value<Long> define(Flow flow, Value<Width> width) {
        return flow.call(
                AddUp.class,
                flow.map(flow.call(CountTo.class, width), Compute.class)
                        .concurrency(50)
                        .collect());
    }
}
