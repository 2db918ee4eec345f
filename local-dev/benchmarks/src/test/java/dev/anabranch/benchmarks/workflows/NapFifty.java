package dev.anabranch.benchmarks.workflows;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;

/** Waits n times for 100 ms, at most 50 times in parallel. */
public final class NapFifty implements Workflow<Width, Long> {

    @Override
    public Value<Long> define(Flow flow, Value<Width> width) {
        return flow.call(
                AddUp.class,
                flow.map(flow.call(CountTo.class, width), Nap.class)
                        .concurrency(50)
                        .collect());
    }
}
