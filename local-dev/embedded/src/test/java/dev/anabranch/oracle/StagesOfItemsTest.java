package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.FailureTest.Add100;
import dev.anabranch.oracle.FailureTest.Count;
import dev.anabranch.oracle.FailureTest.Fragile;
import dev.anabranch.oracle.StepsOfItemsTest.Succeeded;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items of tolerant fan-outs with several stages, all of which are read: an item fails in all of them or in none. */
final class StagesOfItemsTest {

    private static final int WIDTH = 5;

    @TempDir
    private Path scratch;

    /** The stages of one fan-out. */
    private record Stages(BiFunction<Flow, Value<List<Integer>>, List<FanOut<?>>> stages)
            implements Workflow<Integer, List<List<Boolean>>> {

        @Override
        public String name() {
            return "stages";
        }

        @Override
        public Value<List<List<Boolean>>> define(Flow flow, Value<Integer> width) {
            List<Value<List<Boolean>>> succeeded = new ArrayList<>();
            for (FanOut<?> stage : stages.apply(flow, flow.call(Count.class, width))) {
                succeeded.add(flow.call(Succeeded.class, json(stage).outcomes()));
            }
            return flow.list(succeeded);
        }

        @SuppressWarnings("unchecked") // Any result can be read as JSON.
        private static FanOut<JsonNode> json(FanOut<?> stage) {
            return (FanOut<JsonNode>) stage;
        }
    }

    @Test
    void itemThatReturnsTheFirstSuccessOfANestedFanOutCanHaveLaterStepsAndStages() {
        check((flow, numbers) -> {
            FanOut<Integer> first = flow.map(numbers, (Value<Integer> number) -> {
                Value<Integer> any =
                        flow.map(flow.list(List.of(number)), Add100.class).any();
                flow.call(Add100.class, any);
                return any;
            });
            return List.of(first, first.map(Fragile.class));
        });
    }

    private void check(BiFunction<Flow, Value<List<Integer>>, List<FanOut<?>>> stages) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, new Stages(stages), IntNode.valueOf(WIDTH));

            assertThat(run.output().orElseThrow()).hasSizeGreaterThan(1).allSatisfy(outcomes -> assertThat(outcomes)
                    .extracting(JsonNode::booleanValue)
                    .containsExactly(true, true, true, false, true));
        }
    }
}
