package dev.anabranch.examples.batchedfanout;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Runs one action for each list of items. The input of the run has the size of a list. */
public final class BatchedFanout implements Workflow<BatchedFanoutInput, BatchedFanoutResult> {

    @Override
    public Value<BatchedFanoutResult> define(Flow flow, Value<BatchedFanoutInput> input) {
        Value<List<List<Integer>>> batches = flow.call(CutBatches.class, input);
        return flow.call(JoinBatches.class, flow.map(batches, SpellBatch.class).collect());
    }

    @Override
    public String description() {
        return "Flyte's batched fan-out: n items, an action per batch.";
    }
}
