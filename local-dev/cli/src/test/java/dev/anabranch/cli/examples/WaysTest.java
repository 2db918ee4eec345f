package dev.anabranch.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.examples.batchedfanout.BatchedFanoutInput;
import dev.anabranch.examples.batchedfanout.BatchedFanoutResult;
import dev.anabranch.examples.batchedfanout.CutBatches;
import dev.anabranch.examples.batchedfanout.JoinBatches;
import dev.anabranch.examples.batchedfanout.SpellBatch;
import dev.anabranch.examples.fanoutfanin.FanOutFanIn;
import dev.anabranch.examples.numbers.Count;
import dev.anabranch.examples.numbers.CountLetters;
import dev.anabranch.examples.numbers.FollowLetters;
import dev.anabranch.examples.numbers.ListNumbers;
import dev.anabranch.examples.numbers.SpellNumber;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alternative definitions that the examples' pages show. */
final class WaysTest {

    @TempDir
    Path scratch;

    /** Batches whose size is fixed in the definition. */
    static final class FixedBatches implements Workflow<Count, List<String>> {
        @Override
        public Value<List<String>> define(Flow flow, Value<Count> input) {
            Value<List<Integer>> numbers = flow.call(ListNumbers.class, input);
            return flow.map(numbers, SpellNumber.class).batch(25).toList();
        }
    }

    /** Batches that run one after the other, with each number as a separate action. */
    static final class Waves implements Workflow<BatchedFanoutInput, BatchedFanoutResult> {
        @Override
        public Value<BatchedFanoutResult> define(Flow flow, Value<BatchedFanoutInput> input) {
            Value<List<List<Integer>>> waves = flow.call(CutBatches.class, input);
            FanOut<List<String>> words =
                    flow.map(waves, wave -> flow.map(wave, SpellNumber.class).toList());
            return flow.call(JoinBatches.class, words.sequential().collect());
        }
    }

    /** Batches that list functions make and join. */
    static final class Chunks implements Workflow<Count, List<String>> {
        @Override
        @SuppressWarnings("NullAway") // A definition names the field and does not read it.
        public Value<List<String>> define(Flow flow, Value<Count> input) {
            Value<List<List<Integer>>> chunks = flow.chunks(flow.range(input.get(Count::n)), 25);
            return flow.flatten(flow.map(chunks, SpellBatch.class).collect());
        }
    }

    /** Three steps for each number, without a barrier between them. */
    static final class NoBarriers implements Workflow<Count, List<String>> {
        @Override
        public Value<List<String>> define(Flow flow, Value<Count> input) {
            Value<List<Integer>> numbers = flow.call(ListNumbers.class, input);
            return flow.map(numbers, SpellNumber.class)
                    .map(CountLetters.class)
                    .map(FollowLetters.class)
                    .toList();
        }
    }

    @Test
    void batchesCountTheSameWordsAsSingleActions() {
        EmbeddedRun batched = run(new FixedBatches(), "n", 60);

        assertThat(batched.output()).isEqualTo(run("parallel-fanout", 60).output());
        assertThat(batched.actions().total()).isEqualTo(61);
    }

    @Test
    void wavesCountTheSameWordsAsBatches() {
        EmbeddedRun waves = run(new Waves(), "n", 60);

        assertThat(waves.output()).isEqualTo(run("batched-fanout", 60).output());
        assertThat(waves.actions().total()).isGreaterThan(60);
    }

    @Test
    void chunksCountTheSameWordsAsSingleActions() {
        EmbeddedRun chunks = run(new Chunks(), "n", 60);

        assertThat(chunks.output()).isEqualTo(run("parallel-fanout", 60).output());
        assertThat(chunks.actions().total()).as("3 list functions and 3 lists").isEqualTo(6);
    }

    @Test
    void chainsWithoutBarriersReturnTheSameResults() {
        assertThat(run(new NoBarriers(), "n", 20).output())
                .isEqualTo(run("multi-phase", 20).output());
    }

    @Test
    void definitionFixesTheNumberOfStaticBranches() {
        EmbeddedRun run = run(new FanOutFanIn(7), "count", 7);

        assertThat(run.output()).hasValueSatisfying(output -> assertThat(
                        output.path("steps").fieldNames())
                .toIterable()
                .containsExactly(
                        "process_0", "process_1", "process_2", "process_3", "process_4", "process_5", "process_6"));
    }

    private EmbeddedRun run(String listed, int n) {
        return run(Objects.requireNonNull(ExamplesTest.listed().get(listed), listed), "n", n);
    }

    private EmbeddedRun run(Workflow<?, ?> workflow, String field, int n) {
        JsonNode input = JsonNodeFactory.instance.objectNode().put(field, n);
        try (Cloud cloud = new Cloud(scratch, ActionObserver.NONE)) {
            return cloud.run(workflow, Target.AWS, input);
        }
    }
}
