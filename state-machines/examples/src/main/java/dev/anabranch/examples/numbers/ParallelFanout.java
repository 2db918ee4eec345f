package dev.anabranch.examples.numbers;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Processes all items in parallel. */
public final class ParallelFanout implements Workflow<Count, List<String>> {

    @Override
    public Value<List<String>> define(Flow flow, Value<Count> input) {
        Value<List<Integer>> numbers = flow.call(ListNumbers.class, input);
        return flow.map(numbers, SpellNumber.class).toList();
    }

    @Override
    public String description() {
        return "Flyte's parallel fan-out: asyncio.gather over n calls.";
    }
}
