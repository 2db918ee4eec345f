package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.FailureTest.Add100;
import dev.anabranch.oracle.FailureTest.Count;
import dev.anabranch.oracle.FailureTest.Fragile;
import dev.anabranch.oracle.StepsOfItemsTest.IsOther;
import dev.anabranch.oracle.StepsOfItemsTest.Succeeded;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items of tolerant fan-outs with several stages, all of which are read: an item fails in all of them or in none. */
final class StagesOfItemsTest {

    private static final int WIDTH = 5;

    @TempDir
    private Path scratch;

    public record Box(Integer number) {}

    /** Returns null for one number. */
    public static final class Boxed implements Task<Integer, Box> {
        @Override
        @SuppressWarnings("NullAway") // Null is a value like any other.
        public Box run(Integer number, TaskContext context) {
            return number == Fragile.THROWS ? null : new Box(number);
        }
    }

    /** A value that is a field of a box. It has no content if the box is null. */
    private enum Unreadable {
        FIELD((flow, box) -> box.get(Box::number)),
        CONDITIONAL((flow, box) -> flow.<Integer>when(
                        flow.call(IsOther.class, flow.value(0)), () -> box.get(Box::number), () -> flow.value(1))
                .value()),
        ENSURED((flow, box) -> flow.ensure(() -> box.get(Box::number), () -> flow.call(Add100.class, flow.value(1)))),
        FOLD((flow, box) -> flow.fold(
                flow.list(List.<Value<Integer>>of()),
                box.get(Box::number),
                (before, each) -> flow.call(Add100.class, each))),
        IN_A_LIST((flow, box) -> flow.list(List.of(flow.value(1), box.get(Box::number))));

        @SuppressWarnings("ImmutableEnumChecker") // lambdas without a state
        private final BiFunction<Flow, Value<Box>, Value<?>> of;

        Unreadable(BiFunction<Flow, Value<Box>, Value<?>> of) {
            this.of = of;
        }
    }

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

    @ParameterizedTest
    @EnumSource
    void itemFailsInAllStagesIfTheValueOfTheLastOneIsUnreadable(Unreadable value) {
        check((flow, numbers) -> {
            FanOut<Box> boxes = flow.map(numbers, Boxed.class);
            return List.of(boxes, boxes.map((Value<Box> box) -> json(value.of.apply(flow, box))));
        });
    }

    @ParameterizedTest
    @EnumSource
    void itemFailsInAllStagesIfTheValueOfAnEarlierOneIsUnreadable(Unreadable value) {
        check(
                (flow, numbers) -> {
                    FanOut<Integer> first = flow.map(numbers, Add100.class);
                    List<FanOut<?>> stages = new ArrayList<>(List.of(first));
                    // Two of them, each of which is unreadable for one item.
                    for (String box : List.of("one box", "other box")) {
                        stages.add(first.map((Value<Integer> hundred) -> json(value.of.apply(
                                flow, flow.call(Boxed.class, flow.value(3)).named(box + value)))));
                    }
                    stages.add(first.map((Value<Integer> hundred) -> flow.value(7)));
                    return stages;
                },
                false,
                false,
                false,
                false,
                false);
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

    /** A map whose keys are compared by identity has another order each time. */
    @Test
    void sameStagesHaveTheSameTranslation() {
        Stages workflow = new Stages((flow, numbers) -> {
            List<FanOut<?>> stages = new ArrayList<>();
            FanOut<Integer> last = flow.map(numbers, Add100.class);
            for (int i = 0; i < 8; i++) {
                int constant = i;
                last = last.map((Value<Integer> number) ->
                        flow.call(Boxed.class, flow.value(constant)).get(Box::number));
                stages.add(last);
            }
            stages.add(last.map((Value<Integer> number) -> flow.value(7)));
            return stages;
        });
        Set<String> translations = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            translations.add(Definition.of(workflow, Target.AWS).translate().definition());
        }

        assertThat(translations).hasSize(1);
    }

    private static Value<JsonNode> json(Value<?> value) {
        return RandomScope.json(value);
    }

    private void check(BiFunction<Flow, Value<List<Integer>>, List<FanOut<?>>> stages) {
        check(stages, true, true, true, false, true);
    }

    private void check(BiFunction<Flow, Value<List<Integer>>, List<FanOut<?>>> stages, Boolean... succeeded) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, new Stages(stages), IntNode.valueOf(WIDTH));

            assertThat(run.output().orElseThrow()).hasSizeGreaterThan(1).allSatisfy(outcomes -> assertThat(outcomes)
                    .extracting(JsonNode::booleanValue)
                    .containsExactly(succeeded));
        }
    }
}
