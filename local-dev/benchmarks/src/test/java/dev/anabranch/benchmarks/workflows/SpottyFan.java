package dev.anabranch.benchmarks.workflows;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;

/** Adds up the results of n actions of which 5 % fail. They run in batches, so that a million take a minute. */
public final class SpottyFan implements Workflow<Width, Long> {

    private static final int BATCH = 250;
    private static final int TOLERATED_PERCENT = 10;

    @Override
    public Value<Long> define(Flow flow, Value<Width> width) {
        return flow.call(
                AddUp.class,
                flow.map(flow.call(CountTo.class, width), FailSome.class)
                        .batch(BATCH)
                        .toleratePercent(TOLERATED_PERCENT)
                        .collect());
    }
}
