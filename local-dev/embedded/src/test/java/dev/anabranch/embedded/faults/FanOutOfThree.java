package dev.anabranch.embedded.faults;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A fan-out of three items with a reducer, in one of several shapes. Its input is a number that no other run has. */
record FanOutOfThree(Shape shape) implements Workflow<Long, String> {

    static final int WIDTH = 3;

    /** As many retries as a schedule has faults, and one for a task that fails at its first attempt. */
    private static final Retry RETRY = Retry.upTo(3);

    /** Past what a record holds. */
    private static final int LARGE = 20_000;

    /** How often a task had an effect, by what it did. */
    private static final Map<String, Integer> EFFECTS = new ConcurrentHashMap<>();

    enum Shape {
        PLAIN,
        LARGE_RESULTS,
        BATCHED,
        BATCHED_LARGE,
        CACHED,
        OUTCOMES,
        BATCHED_OUTCOMES,
        FLAKY,
        BATCHED_FLAKY,
        FLAKY_OUTCOMES,
        BATCHED_FLAKY_OUTCOMES,
        BATCHED_CACHED,
        PIPELINE
    }

    /** The three items of a run. */
    public static final class Items implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long run, TaskContext context) {
            effect(context, run);
            return List.of(run * 10, run * 10 + 1, run * 10 + 2);
        }
    }

    /** A short text of an item. */
    public static final class Work implements Task<Long, String> {
        @Override
        public String run(Long item, TaskContext context) {
            effect(context, item);
            return "item " + item;
        }
    }

    /** A long text of an item. */
    public static final class LargeWork implements Task<Long, String> {
        @Override
        public String run(Long item, TaskContext context) {
            effect(context, item);
            return "item " + item + " ".repeat(LARGE);
        }
    }

    /** A text of an item, but never of the second. */
    public static final class FragileWork implements Task<Long, String> {
        @Override
        public String run(Long item, TaskContext context) {
            effect(context, item);
            if (item % 10 == 1) {
                throw new PermanentFailure("The second item never works.");
            }
            return "item " + item;
        }
    }

    /** A text of an item, but not at the first attempt. */
    public static final class FlakyWork implements Task<Long, String> {
        @Override
        public String run(Long item, TaskContext context) {
            if (context.attempt() == 1) {
                throw new IllegalStateException("Not at the first attempt.");
            }
            effect(context, item);
            return "item " + item;
        }
    }

    /** A text of an item, but not at the first attempt, and never of the second. */
    public static final class FlakyFragileWork implements Task<Long, String> {
        @Override
        public String run(Long item, TaskContext context) {
            if (item % 10 != 1 && context.attempt() == 1) {
                throw new IllegalStateException("Not at the first attempt.");
            }
            return new FragileWork().run(item, context);
        }
    }

    /** The second step of a pipeline. */
    public static final class Polish implements Task<String, String> {
        @Override
        public String run(String text, TaskContext context) {
            effect(context, Long.parseLong(text.substring("item ".length())));
            return text;
        }
    }

    /** All texts in their order. */
    public static final class Join implements Task<Results<String>, String> {
        @Override
        public String run(Results<String> texts, TaskContext context) {
            String joined = texts.stream().map(String::strip).collect(Collectors.joining(", "));
            effect(context, Long.parseLong(joined.split("[ ,]", -1)[1]) / 10);
            return joined;
        }
    }

    /** All texts in their order, and what there is in the place of one that is not. */
    public static final class JoinOutcomes implements Task<Results<Outcome<String>>, String> {
        @Override
        public String run(Results<Outcome<String>> texts, TaskContext context) {
            String joined = texts.stream()
                    .map(outcome -> outcome.fold(text -> text, failed -> failed.message()))
                    .collect(Collectors.joining(", "));
            effect(context, Long.parseLong(joined.split("[ ,]", -1)[1]) / 10);
            return joined;
        }
    }

    private static void effect(TaskContext context, long of) {
        EFFECTS.merge(context.node() + " " + of, 1, Integer::sum);
    }

    /** How often the task of an action had its effect. */
    static int effects(Action action, long run) {
        long of = action.index() < 0 ? run : run * 10 + action.index();
        return EFFECTS.getOrDefault(action.node() + " " + of, 0);
    }

    /** An action of this workflow: one of a fan-out, or, with index -1, a call. */
    record Action(String node, int index) {
        List<Long> path() {
            return index < 0 ? List.of() : List.of((long) index);
        }
    }

    /** What a run returns. */
    String expected(long run) {
        return List.of(run * 10, run * 10 + 1, run * 10 + 2).stream()
                .map(item ->
                        fails(new Action("work", (int) (item % 10))) ? "The second item never works." : "item " + item)
                .collect(Collectors.joining(", "));
    }

    /** Whether an action fails whatever happens. */
    boolean fails(Action action) {
        return tolerates() && action.equals(new Action("work", 1));
    }

    /** Whether the failures of items are data. */
    boolean tolerates() {
        return shape.name().endsWith("OUTCOMES");
    }

    @Override
    public String name() {
        return "three-" + shape.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @Override
    public Value<String> define(Flow flow, Value<Long> run) {
        Value<List<Long>> items = flow.call(Items.class, run).named("items").retry(RETRY);
        Value<String> joined =
                switch (shape) {
                    case PLAIN -> joined(flow, work(flow.map(items, Work.class)));
                    case LARGE_RESULTS -> joined(flow, work(flow.map(items, LargeWork.class)));
                    case BATCHED ->
                        joined(flow, work(flow.map(items, Work.class)).batch(2));
                    case BATCHED_LARGE ->
                        joined(flow, work(flow.map(items, LargeWork.class)).batch(2));
                    case CACHED ->
                        joined(flow, work(flow.map(items, Work.class)).cache("1"));
                    case OUTCOMES -> outcomes(flow, work(flow.map(items, FragileWork.class)));
                    case BATCHED_OUTCOMES ->
                        outcomes(flow, work(flow.map(items, FragileWork.class)).batch(2));
                    case FLAKY -> joined(flow, work(flow.map(items, FlakyWork.class)));
                    case BATCHED_FLAKY ->
                        joined(flow, work(flow.map(items, FlakyWork.class)).batch(2));
                    case FLAKY_OUTCOMES -> outcomes(flow, work(flow.map(items, FlakyFragileWork.class)));
                    case BATCHED_FLAKY_OUTCOMES ->
                        outcomes(
                                flow,
                                work(flow.map(items, FlakyFragileWork.class)).batch(3));
                    case BATCHED_CACHED ->
                        joined(flow, work(flow.map(items, Work.class)).batch(2).cache("1"));
                    case PIPELINE ->
                        joined(
                                flow,
                                work(flow.map(items, Work.class))
                                        .map(Polish.class)
                                        .named("polish")
                                        .retry(RETRY));
                };
        return joined;
    }

    private static FanOut<String> work(FanOut<String> fanOut) {
        return fanOut.named("work").retry(RETRY);
    }

    private static Value<String> joined(Flow flow, FanOut<String> work) {
        return flow.call(Join.class, work.collect()).named("join").retry(RETRY);
    }

    private static Value<String> outcomes(Flow flow, FanOut<String> work) {
        return flow.call(JoinOutcomes.class, work.outcomes()).named("join").retry(RETRY);
    }
}
