package dev.anabranch.benchmarks.workflows;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;

/** Adds up the results of n actions that do nothing. */
public final class TrivialFan implements Workflow<Width, Long> {

    @Override
    public Value<Long> define(Flow flow, Value<Width> width) {
        return flow.call(
                AddUp.class,
                flow.map(flow.call(CountTo.class, width), Identity.class).collect());
    }
}
