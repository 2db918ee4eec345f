package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Small workflows of different structure, each of which takes a width and returns a sum. */
final class Shapes {

    /** Three numbers. */
    public static final class Three implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long first, TaskContext context) {
            return List.of(first, first + 1, first + 2);
        }
    }

    /** Adds one. */
    public static final class Increment implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number + 1;
        }
    }

    /** Adds up. */
    public static final class Sum implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            long sum = 0;
            for (Long number : numbers) {
                sum += number;
            }
            return sum;
        }
    }

    /** Returns whether a number is even. */
    public static final class IsEven implements Task<Long, Boolean> {
        @Override
        public Boolean run(Long number, TaskContext context) {
            return number % 2 == 0;
        }
    }

    /** Returns all workflows by name. */
    static Map<String, Workflow<Long, Long>> all() {
        Map<String, Workflow<Long, Long>> shapes = new TreeMap<>();
        shapes.put("plain", named("plain", (flow, width) -> sum(flow, fan(flow, width))));
        shapes.put(
                "batched",
                named("batched", (flow, width) -> sum(flow, fan(flow, width).batch(7))));
        shapes.put(
                "sequential",
                named("sequential", (flow, width) -> sum(flow, fan(flow, width).sequential())));
        shapes.put(
                "tolerant",
                named("tolerant", (flow, width) -> sum(flow, fan(flow, width).toleratePercent(5))));
        shapes.put(
                "pipeline",
                named("pipeline", (flow, width) -> sum(flow, fan(flow, width).map(Increment.class))));
        shapes.put("nested", named("nested", Shapes::nested));
        shapes.put("beside", named("beside", Shapes::beside));
        shapes.put("conditional", named("conditional", Shapes::conditional));
        return shapes;
    }

    private static FanOut<Long> fan(Flow flow, Value<Long> width) {
        return flow.map(flow.call(World.Count.class, width), Increment.class);
    }

    private static Value<Long> sum(Flow flow, FanOut<Long> numbers) {
        return flow.call(Sum.class, numbers.collect());
    }

    private static Value<Long> nested(Flow flow, Value<Long> width) {
        Value<List<Long>> numbers = flow.call(World.Count.class, width);
        FanOut<Long> rows = flow.map(
                numbers,
                (Value<Long> row) -> sum(
                        flow,
                        flow.map(flow.call(Three.class, row), Increment.class).named("cell")));
        return sum(flow, rows.named("rows"));
    }

    private static Value<Long> beside(Flow flow, Value<Long> width) {
        Value<Long> first = sum(flow, fan(flow, width));
        Value<Long> second = flow.call(Increment.class, flow.call(Increment.class, width));
        return flow.call(Increment.class, flow.call(Larger.class, flow.record(Pair::new, first, second)));
    }

    private static Value<Long> conditional(Flow flow, Value<Long> width) {
        Value<Boolean> even = flow.call(IsEven.class, width);
        return flow.<Long>when(even, () -> sum(flow, fan(flow, width)), () -> flow.call(Increment.class, width))
                .named("even or odd")
                .value();
    }

    /** Two numbers. */
    public record Pair(Long a, Long b) {}

    /** Returns the larger of two numbers. */
    public static final class Larger implements Task<Pair, Long> {
        @Override
        public Long run(Pair pair, TaskContext context) {
            return Math.max(pair.a(), pair.b());
        }
    }

    private static Workflow<Long, Long> named(String name, BiFunction<Flow, Value<Long>, Value<Long>> definition) {
        return new Workflow<>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> width) {
                return definition.apply(flow, width);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    private Shapes() {}
}
