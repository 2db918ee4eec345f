package dev.anabranch.examples.largefanout;

import dev.anabranch.task.Results;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Runs {@code r} actions and returns their results: 0, 1, 2 ... r - 1. */
public final class LargeFanout implements Workflow<LargeFanoutInput, Results<Integer>> {

    @Override
    public Value<Results<Integer>> define(Flow flow, Value<LargeFanoutInput> input) {
        Value<List<Integer>> numbers = flow.call(CountUp.class, input);
        return flow.map(numbers, ReturnNumber.class).collect();
    }

    @Override
    public String description() {
        return "Flyte's large fan-out: r actions, each its own number.";
    }
}
