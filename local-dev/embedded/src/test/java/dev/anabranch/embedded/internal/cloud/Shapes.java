package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
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

    /** The maximum number of rounds of a short loop. */
    private static final int SHORT = 40;

    /**
     * Returns whether a shape can have a width: a short loop has few rounds, and many chunks have more bytes than the
     * items that estimates assume.
     */
    static boolean canHave(String shape, long width) {
        return width <= SHORT || !(shape.equals("loop") || shape.equals("chunks"));
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
        shapes.put("chunks", named("chunks", Shapes::chunks));
        shapes.put(
                "cached",
                named("cached", (flow, width) -> sum(flow, fan(flow, width).cache("1"))));
        shapes.put("attempt", named("attempt", Shapes::attempt));
        shapes.put("fold", named("fold", Shapes::fold));
        shapes.put("loop", named("loop", (flow, width) -> loop(flow, width, SHORT)));
        shapes.put("loop-in-children", named("loop-in-children", (flow, width) -> loop(flow, width, 10_000)));
        shapes.put(
                "loop-with-pauses",
                named("loop-with-pauses", (flow, width) -> loop(flow, width, 10_000, Duration.ofSeconds(2))));
        shapes.put(
                "value-beside-step", named("value-beside-step", (flow, width) -> sum(flow, besideValue(flow, width))));
        shapes.put("earlier-stage", named("earlier-stage", Shapes::earlierStage));
        shapes.put("ensured", named("ensured", Shapes::ensured));
        shapes.put("folds", named("folds", Shapes::folds));
        shapes.put("tolerant-rows", named("tolerant-rows", Shapes::tolerantRows));
        shapes.put(
                "tolerant-batches",
                named(
                        "tolerant-batches",
                        (flow, width) -> sum(
                                flow, fan(flow, width).batch(7, 2).tolerate(0).label())));
        shapes.put(
                "sub-runs",
                named(
                        "sub-runs",
                        (flow, width) -> sum(
                                flow,
                                flow.map(
                                        flow.call(World.Count.class, width),
                                        (Value<Long> number) -> flow.run(Twice.class, number)))));
        shapes.put("sub-run", named("sub-run", (flow, width) -> flow.run(Twice.class, width)));
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

    /** Items of a tolerant fan-out whose value is known before their other step has completed. */
    private static FanOut<Long> besideValue(Flow flow, Value<Long> width) {
        return flow.map(flow.call(World.Count.class, width), (Value<Long> number) -> {
                    Value<Long> value = flow.call(Increment.class, number);
                    flow.call(Increment.class, number).after(flow.sleep(Duration.ofSeconds(1)));
                    return value;
                })
                .toleratePercent(100);
    }

    private static Value<Long> earlierStage(Flow flow, Value<Long> width) {
        FanOut<Long> first = fan(flow, width).toleratePercent(100);
        Value<Long> second = sum(flow, first.map(Increment.class));
        return flow.call(Larger.class, flow.record(Pair::new, sum(flow, first), second));
    }

    private static Value<Long> ensured(Flow flow, Value<Long> width) {
        return sum(
                flow,
                flow.map(
                        flow.call(World.Count.class, width),
                        (Value<Long> number) -> flow.ensure(
                                () -> flow.call(Increment.class, number), () -> flow.call(Increment.class, number))));
    }

    private static Value<Long> folds(Flow flow, Value<Long> width) {
        return sum(flow, flow.map(flow.call(World.Count.class, width), (Value<Long> row) -> flow.fold(
                        flow.call(Three.class, row),
                        row,
                        (Value<Long> before, Value<Long> number) ->
                                flow.call(Larger.class, flow.record(Pair::new, before, number)))
                .named("map cell")
                .atMost(3)));
    }

    private static Value<Long> tolerantRows(Flow flow, Value<Long> width) {
        FanOut<Long> rows = flow.map(
                flow.call(World.Count.class, width),
                (Value<Long> row) -> sum(
                        flow,
                        flow.map(flow.call(Three.class, row), Increment.class)
                                .named("cell")
                                .tolerate(1)));
        return sum(flow, rows.named("rows").tolerate(1));
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

    private static Value<Long> chunks(Flow flow, Value<Long> width) {
        Value<List<List<Long>>> chunks = flow.chunks(flow.call(World.Count.class, width), 2);
        FanOut<Long> sums = flow.map(chunks, (Value<List<Long>> chunk) -> sum(flow, flow.map(chunk, Increment.class)));
        return sum(flow, sums);
    }

    private static Value<Long> attempt(Flow flow, Value<Long> width) {
        Attempt<Long> sum = flow.attempt(() -> sum(flow, fan(flow, width)));
        return flow.<Long>when(sum.succeeded(), () -> flow.call(Settle.class, sum), () -> flow.value(0L))
                .value();
    }

    private static Value<Long> fold(Flow flow, Value<Long> width) {
        return flow.fold(
                flow.call(World.Count.class, width),
                flow.value(0L),
                (Value<Long> largest, Value<Long> number) ->
                        flow.call(Larger.class, flow.record(Pair::new, largest, number)));
    }

    private static Value<Long> loop(Flow flow, Value<Long> rounds, int atMost, Duration... pause) {
        Repeat<Pair> loop = flow.repeat(
                        flow.record(Pair::new, flow.value(0L), rounds), pair -> flow.call(Raise.class, pair))
                .until(pair -> flow.call(IsRaised.class, pair))
                .atMost(atMost);
        for (Duration duration : pause) {
            loop.every(duration);
        }
        return loop.get(Pair::a);
    }

    /** Increments the first number. */
    public static final class Raise implements Task<Pair, Pair> {
        @Override
        public Pair run(Pair pair, TaskContext context) {
            return new Pair(pair.a() + 1, pair.b());
        }
    }

    /** Returns whether the first number has reached the second one. */
    public static final class IsRaised implements Task<Pair, Boolean> {
        @Override
        public Boolean run(Pair pair, TaskContext context) {
            return pair.a() >= pair.b();
        }
    }

    /** Returns the value of an attempt that succeeded. */
    public static final class Settle implements Task<Outcome<Long>, Long> {
        @Override
        public Long run(Outcome<Long> outcome, TaskContext context) {
            return outcome.value().orElseThrow();
        }
    }

    /** Adds two. */
    public static final class Twice implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Increment.class, flow.call(Increment.class, number));
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
