package dev.anabranch.examples.numbers;

import dev.anabranch.task.Results;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Runs three phases with a barrier between them: a phase begins when all items have completed the previous one. */
public final class MultiPhase implements Workflow<Count, List<String>> {

    @Override
    public Value<List<String>> define(Flow flow, Value<Count> input) {
        Value<List<Integer>> numbers = flow.call(ListNumbers.class, input);
        Value<Results<String>> spelled =
                flow.map(numbers, SpellNumber.class).named("preprocess").collect();
        Value<Results<Spelled>> counted =
                flow.map(spelled, CountLetters.class).named("process").collect();
        return flow.map(counted, FollowLetters.class).named("postprocess").toList();
    }

    @Override
    public String description() {
        return "Flyte's phases: three fan-outs, barriers between them.";
    }
}
