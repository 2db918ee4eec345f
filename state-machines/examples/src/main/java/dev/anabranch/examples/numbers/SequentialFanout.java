package dev.anabranch.examples.numbers;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Processes one item after the other, each as a separate action. */
public final class SequentialFanout implements Workflow<Count, List<String>> {

    @Override
    public Value<List<String>> define(Flow flow, Value<Count> input) {
        Value<List<Integer>> numbers = flow.call(ListNumbers.class, input);
        return flow.map(numbers, SpellNumber.class).sequential().toList();
    }

    @Override
    public String description() {
        return "Flyte's sequential fan-out: n calls, one after another.";
    }
}
