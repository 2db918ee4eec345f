package dev.anabranch.examples.numbers;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Runs a parallel phase, then a sequential one over its results. */
public final class MixedFanout implements Workflow<Count, MixedFanoutResult> {

    @Override
    public Value<MixedFanoutResult> define(Flow flow, Value<Count> input) {
        Value<List<Integer>> numbers = flow.call(ListNumbers.class, input);
        Value<List<String>> parallel =
                flow.map(numbers, SpellNumber.class).named("fast").toList();
        Value<List<Spelled>> sequential = flow.map(parallel, CountLetters.class)
                .named("slow")
                .sequential()
                .toList();
        return flow.record(MixedFanoutResult::new, parallel, sequential);
    }

    @Override
    public String description() {
        return "Flyte's mixed fan-out: in parallel, then one by one.";
    }
}
