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

/**
 * A fan-out of three items with a reducer, in one of several variants. Its input is a number that is unique to the run.
 */
record FanOutOfThree(Shape shape) implements Workflow<Long, String> {

    static final int WIDTH = 3;

    /** One retry for each fault of a schedule, and one for a task that fails in its first attempt. */
    private static final Retry RETRY = Retry.upTo(3);

    /** Larger than a record can hold. */
    private static final int LARGE = 20_000;

    /** The number of effects of each task. */
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

    /** Returns the three items of a run. */
    public static final class Items implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long run, TaskContext context) {
            effect(context, run);
            return List.of(run * 10, run * 10 + 1, run * 10 + 2);
        }
    }

    /** Returns a short text for an item. */
    public static final class Work implements Task<Long, String> {
        @Override
        public String run(Long item, TaskContext context) {
            effect(context, item);
            return "item " + item;
        }
    }

    /** Returns a long text for an item. */
    public static final class LargeWork implements Task<Long, String> {
        @Override
        public String run(Long item, TaskContext context) {
            effect(context, item);
            return "item " + item + " ".repeat(LARGE);
        }
    }

    /** Returns a text for an item, but always fails for the second. */
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

    /** Returns a text for an item, but fails in the first attempt. */
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

    /** Returns a text for an item, but fails in the first attempt, and always for the second item. */
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

    /** Joins all texts in order. */
    public static final class Join implements Task<Results<String>, String> {
        @Override
        public String run(Results<String> texts, TaskContext context) {
            String joined = texts.stream().map(String::strip).collect(Collectors.joining(", "));
            effect(context, Long.parseLong(joined.split("[ ,]", -1)[1]) / 10);
            return joined;
        }
    }

    /** Joins all texts in order, with a placeholder for each failed item. */
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

    /** Returns the number of effects of an action's task. */
    static int effects(Action action, long run) {
        long of = action.index() < 0 ? run : run * 10 + action.index();
        return EFFECTS.getOrDefault(action.node() + " " + of, 0);
    }

    /** An action of this workflow: an item of the fan-out, or, with index -1, a call. */
    record Action(String node, int index) {
        List<Long> path() {
            return index < 0 ? List.of() : List.of((long) index);
        }
    }

    /** Returns the expected output of a run. */
    String expected(long run) {
        return List.of(run * 10, run * 10 + 1, run * 10 + 2).stream()
                .map(item ->
                        fails(new Action("work", (int) (item % 10))) ? "The second item never works." : "item " + item)
                .collect(Collectors.joining(", "));
    }

    /** Returns whether an action fails in every attempt. */
    boolean fails(Action action) {
        return tolerates() && action.equals(new Action("work", 1));
    }

    /** Returns whether failures of items are values. */
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
