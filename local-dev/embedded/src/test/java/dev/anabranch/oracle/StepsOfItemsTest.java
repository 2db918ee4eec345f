package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.FailureTest.Add100;
import dev.anabranch.oracle.FailureTest.Count;
import dev.anabranch.oracle.FailureTest.Fragile;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items of tolerant fan-outs with a step beside the one that returns their value: each kind of step, each kind of value. */
final class StepsOfItemsTest {

    private static final int WIDTH = 5;

    @TempDir
    private Path scratch;

    public static final class IsOther implements Task<Integer, Boolean> {
        @Override
        public Boolean run(Integer number, TaskContext context) {
            return number != Fragile.THROWS;
        }
    }

    /** Tells which items have succeeded. */
    public static final class Succeeded implements Task<Results<Outcome<JsonNode>>, List<Boolean>> {
        @Override
        public List<Boolean> run(Results<Outcome<JsonNode>> outcomes, TaskContext context) {
            return outcomes.stream()
                    .map(outcome -> outcome.fold(value -> true, failure -> false))
                    .toList();
        }
    }

    /** A number, and the value of its item. */
    public record Item(Integer number, JsonNode value) {}

    public static final class NumberOf implements Task<Item, Integer> {
        @Override
        public Integer run(Item item, TaskContext context) {
            return item.number();
        }
    }

    /** A workflow that fails for one number. */
    public static final class Child implements Workflow<Integer, Integer> {
        @Override
        public Value<Integer> define(Flow flow, Value<Integer> number) {
            return flow.call(Fragile.class, number);
        }
    }

    /** A step of an item. */
    private enum Beside {
        CALL((flow, number) -> flow.call(Fragile.class, number)),
        LATE_CALL((flow, number) -> flow.call(Fragile.class, number).after(flow.sleep(Duration.ofMinutes(1)))),
        CONDITIONAL((flow, number) -> flow.when(
                        flow.call(IsOther.class, number), () -> number, () -> flow.call(Fragile.class, number))
                .value()),
        FAN_OUT((flow, number) ->
                flow.map(flow.list(List.of(number, number)), Fragile.class).toList()),
        FAN_OUT_BEYOND_ITS_LIMIT((flow, number) -> flow.map(flow.list(List.of(number, number)), Fragile.class)
                .tolerate(1)
                .toList()),
        NO_SUCCESS((flow, number) ->
                flow.map(flow.list(List.of(number, number)), Fragile.class).any()),
        ENSURED((flow, number) ->
                flow.ensure(() -> flow.call(Fragile.class, number), () -> flow.call(Add100.class, number))),
        CLEANUP((flow, number) ->
                flow.ensure(() -> flow.call(Add100.class, number), () -> flow.call(Fragile.class, number))),
        LOOP((flow, number) -> flow.repeat(number, last -> flow.call(Fragile.class, last))
                .until(last -> flow.call(IsOther.class, last))
                .atMost(3)),
        LOOP_WITHOUT_END((flow, number) -> flow.repeat(number, last -> flow.value(Fragile.THROWS))
                .until(last -> flow.call(IsOther.class, number))
                .atMost(3)),
        FOLD((flow, number) -> flow.fold(
                flow.list(List.of(number, number)), flow.value(0), (last, each) -> flow.call(Fragile.class, each))),
        RUN((flow, number) -> flow.run(Child.class, number));

        @SuppressWarnings("ImmutableEnumChecker") // lambdas without a state
        private final BiConsumer<Flow, Value<Integer>> step;

        Beside(BiConsumer<Flow, Value<Integer>> step) {
            this.step = step;
        }
    }

    /** The value of an item. */
    private enum Returned {
        CALL((flow, number) -> flow.call(Add100.class, number)),
        LATE_CALL((flow, number) -> flow.call(Add100.class, number).after(flow.sleep(Duration.ofMinutes(2)))),
        ITEM((flow, number) -> number),
        CONSTANT((flow, number) -> flow.value(7)),
        LIST((flow, number) -> flow.list(List.of(number, flow.call(Add100.class, number)))),
        FAN_OUT((flow, number) ->
                flow.map(flow.list(List.of(number, number)), Add100.class).toList()),
        CONDITIONAL((flow, number) -> flow.when(
                        flow.call(IsOther.class, number), () -> number, () -> flow.call(Add100.class, number))
                .value()),
        FIRST_SUCCESS((flow, number) ->
                flow.map(flow.list(List.of(number, number)), Add100.class).any()),
        ENSURED((flow, number) ->
                flow.ensure(() -> flow.call(Add100.class, number), () -> flow.call(Add100.class, number))),
        LOOP((flow, number) -> flow.repeat(number, last -> flow.call(Add100.class, last))
                .until(last -> flow.call(IsOther.class, last))
                .atMost(3)),
        FOLD((flow, number) -> flow.fold(
                flow.list(List.of(number, number)), flow.value(0), (last, each) -> flow.call(Add100.class, each))),
        RUN((flow, number) -> flow.run(Child.class, flow.call(Add100.class, flow.call(Add100.class, number))));

        @SuppressWarnings("ImmutableEnumChecker") // lambdas without a state
        private final BiFunction<Flow, Value<Integer>, Value<?>> value;

        Returned(BiFunction<Flow, Value<Integer>, Value<?>> value) {
            this.value = value;
        }
    }

    /** When a step is added, and what it reads. */
    private enum Order {
        BEFORE_VALUE,
        AFTER_VALUE,
        READS_VALUE
    }

    /** Fan-outs with some kinds of values and a step. */
    private record Items(Beside beside, Order order, List<Returned> values)
            implements Workflow<Integer, List<List<Boolean>>> {

        @Override
        public String name() {
            return "items";
        }

        private Value<List<Boolean>> succeeded(Flow flow, Value<List<Integer>> numbers, Returned returned) {
            return flow.call(
                    Succeeded.class,
                    flow.map(numbers, (Value<Integer> number) -> {
                                if (order == Order.BEFORE_VALUE) {
                                    beside.step.accept(flow, number);
                                }
                                Value<JsonNode> value = RandomScope.json(returned.value.apply(flow, number));
                                if (order == Order.AFTER_VALUE) {
                                    beside.step.accept(flow, number);
                                } else if (order == Order.READS_VALUE) {
                                    beside.step.accept(
                                            flow, flow.call(NumberOf.class, flow.record(Item::new, number, value)));
                                }
                                return value;
                            })
                            .outcomes());
        }

        @Override
        public Value<List<List<Boolean>>> define(Flow flow, Value<Integer> width) {
            Value<List<Integer>> numbers = flow.call(Count.class, width);
            return flow.list(values.stream()
                    .map(returned -> succeeded(flow, numbers, returned))
                    .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void itemFailsIfAStepBeforeItsValueFails(Beside beside) {
        check(beside, Order.BEFORE_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void itemFailsIfAStepAfterItsValueFails(Beside beside) {
        check(beside, Order.AFTER_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void itemFailsIfAStepThatReadsItsValueFails(Beside beside) {
        check(beside, Order.READS_VALUE);
    }

    /** All values together would not fit into one state machine. */
    private void check(Beside beside, Order order) {
        List<Returned> values = List.of(Returned.values());
        int half = values.size() / 2;
        check(new Items(beside, order, values.subList(0, half)));
        check(new Items(beside, order, values.subList(half, values.size())));
    }

    private void check(Items items) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            // The direct evaluation has no runs of other workflows that fail.
            EmbeddedRun run = items.beside == Beside.RUN
                    ? cloud.run(items, IntNode.valueOf(WIDTH))
                    : Equivalence.check(cloud, items, IntNode.valueOf(WIDTH));

            assertThat(run.failure()).isEmpty();
            assertThat(run.output().orElseThrow()).hasSize(items.values.size()).allSatisfy(outcomes -> assertThat(
                            outcomes)
                    .extracting(JsonNode::booleanValue)
                    .containsExactly(true, true, true, false, true));
        }
    }
}
