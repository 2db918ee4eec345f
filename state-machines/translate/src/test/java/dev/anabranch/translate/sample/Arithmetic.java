package dev.anabranch.translate.sample;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Workflows for tests of diagrams and plans. They are not run. */
public final class Arithmetic {

    private static final Map<String, Workflow<Long, Long>> ALL = new TreeMap<>();

    static {
        add("large-fanout", (flow, n) -> sum(flow, flow.map(flow.call(Count.class, n), Square.class)));
        add(
                "slow-fanout",
                (flow, n) -> sum(
                        flow, flow.map(flow.call(Count.class, n), Square.class).timeout(Duration.ofMinutes(10))));
        add(
                "promised",
                (flow, n) -> sum(
                        flow, flow.map(flow.call(Count.class, n), Square.class).atMost(100)));
        add("options", Arithmetic::options);
        add("retried", Arithmetic::retried);
        add("nested", Arithmetic::nested);
        add("conditional", Arithmetic::conditional);
        add("barrier", Arithmetic::barrier);
        add("thirty", Arithmetic::thirty);
        add("names", Arithmetic::names);
        add("interleaved", Arithmetic::interleaved);
    }

    private Arithmetic() {}

    /** Counts. */
    public static final class Count implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return List.of(width);
        }
    }

    /** Squares. */
    public static final class Square implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number * number;
        }
    }

    /** Adds up. */
    public static final class Sum implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            return numbers.size();
        }
    }

    /** Decides. */
    public static final class IsLarge implements Task<Long, Boolean> {
        @Override
        public Boolean run(Long number, TaskContext context) {
            return number > 9;
        }
    }

    /** Two numbers. */
    public record Pair(Long a, Long b) {}

    /** Adds two. */
    public static final class Add implements Task<Pair, Long> {
        @Override
        public Long run(Pair pair, TaskContext context) {
            return pair.a() + pair.b();
        }
    }

    /** Returns all names in order. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** Returns the workflow with that name. */
    public static Workflow<Long, Long> get(String name) {
        return Objects.requireNonNull(ALL.get(name), () -> "There is no sample " + name);
    }

    private static Value<Long> sum(Flow flow, FanOut<Long> numbers) {
        return flow.call(Sum.class, numbers.collect());
    }

    private static Value<Long> options(Flow flow, Value<Long> n) {
        FanOut<Long> squares = flow.map(flow.call(Count.class, n).memory(2048), Square.class)
                .named("square in batches")
                .concurrency(200)
                .batch(25)
                .toleratePercent(2.5)
                .retry(Retry.upTo(3));
        return sum(flow, squares);
    }

    private static Value<Long> retried(Flow flow, Value<Long> n) {
        FanOut<Long> squares = flow.map(flow.call(Count.class, n), Square.class)
                .retry(
                        Retry.upTo(5)
                                .on(UncheckedIOException.class)
                                .on("Anabranch.Timeout")
                                .backoff(Duration.ofSeconds(2), 3),
                        Retry.never().on(ArithmeticException.class),
                        Retry.upTo(1).except(IllegalStateException.class).withoutJitter());
        return sum(flow, squares);
    }

    private static Value<Long> nested(Flow flow, Value<Long> n) {
        FanOut<Long> rows = flow.map(flow.call(Count.class, n).named("rows"), (Value<Long> row) -> flow.call(
                        Sum.class,
                        flow.map(flow.call(Count.class, row).named("cells"), Square.class)
                                .named("cell")
                                .collect())
                .named("sum of row"));
        return flow.call(Sum.class, rows.named("each row").group("table").collect())
                .named("total");
    }

    private static Value<Long> conditional(Flow flow, Value<Long> n) {
        Value<Boolean> large = flow.call(IsLarge.class, n);
        return flow.<Long>when(
                        large,
                        () -> sum(flow, flow.map(flow.call(Count.class, n), Square.class)),
                        () -> flow.call(Square.class, n).named("square alone"))
                .named("is it large")
                .value();
    }

    /** The smallest graph that sequences and parallel branches cannot express: d waits for b only, c for a and b. */
    private static Value<Long> barrier(Flow flow, Value<Long> n) {
        Call<Long> a = flow.call(Square.class, n).named("a");
        Call<Long> b = flow.call(Square.class, n).named("b");
        Value<Long> c = flow.call(Add.class, flow.record(Pair::new, a, b)).named("c");
        Value<Long> d = flow.call(Square.class, b).named("d");
        return flow.call(Add.class, flow.record(Pair::new, c, d)).named("e");
    }

    /** Thirty nodes: five lanes of five steps, each lane in its own group, and a tree of additions. */
    private static Value<Long> thirty(Flow flow, Value<Long> n) {
        List<Value<Long>> ends = new ArrayList<>();
        for (int lane = 1; lane <= 5; lane++) {
            String name = "lane " + lane;
            ends.add(flow.group(name, () -> {
                Value<Long> value = n;
                for (int step = 1; step <= 5; step++) {
                    value = flow.call(Square.class, value).named(name + " step " + step);
                }
                return value;
            }));
        }
        Value<Long> total = ends.get(0);
        for (int lane = 1; lane < 5; lane++) {
            total = flow.call(Add.class, flow.record(Pair::new, total, ends.get(lane)))
                    .named("add lane " + (lane + 1));
        }
        return flow.call(Square.class, total).named("last");
    }

    private static Value<Long> names(Flow flow, Value<Long> n) {
        Value<Long> first =
                flow.call(Square.class, n).named("größer als 9 (日本語)").group("\"quoted\" <b>&amp; co</b>");
        return flow.call(Square.class, first)
                .named("end")
                .group("a group with a name that is longer than most boxes are wide");
    }

    /** A group with one node before and one after a node outside the group, and another group in parallel. */
    private static Value<Long> interleaved(Flow flow, Value<Long> n) {
        Value<Long> a = flow.call(Square.class, n).named("a").group("group");
        Value<Long> b = flow.call(Square.class, a).named("b");
        Value<Long> c = flow.call(Square.class, b).named("c").group("group");
        Value<Long> d = flow.call(Square.class, a).named("d").group("group");
        return flow.call(Add.class, flow.record(Pair::new, c, d)).named("e");
    }

    private static void add(String name, BiFunction<Flow, Value<Long>, Value<Long>> definition) {
        ALL.put(name, new Workflow<Long, Long>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> n) {
                return definition.apply(flow, n);
            }

            @Override
            public String name() {
                return name;
            }
        });
    }
}
