package dev.anabranch.workflow;

import dev.anabranch.runtime.internal.wire.Wire.Failures;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.internal.graph.CachePolicy;
import dev.anabranch.workflow.internal.graph.Expr;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A fan-out: something is done for each item of a list. By default a failed item fails the run.
 *
 * <p>{@link #named}, {@link #retry}, {@link #timeout}, {@link #memory} and {@link #cache} are about the task that was mapped last;
 * {@link #concurrency}, {@link #batch}, {@link #atMost} and {@link #tolerate} about the fan-out as a whole.
 *
 * @param <R> what is returned for one item
 */
public final class FanOut<R> implements Step {

    private final Tracer tracer;
    private final FanOutDraft draft;
    private final Value<? extends R> stage;
    private final @Nullable CallDraft task;

    /**
     * A view of a fan-out after one of its stages.
     *
     * @param stage what the stage is worth for one item
     * @param task the call that is the stage, where it was given as a task and not as a function
     */
    FanOut(Tracer tracer, FanOutDraft draft, Value<? extends R> stage, @Nullable CallDraft task) {
        this.tracer = tracer;
        this.draft = draft;
        this.stage = stage;
        this.task = task;
    }

    /**
     * Maps each result onwards, without waiting for the other items: a pipeline. Use {@link #collect()} first where all items
     * must be done before the next step begins.
     */
    public <S> FanOut<S> map(Class<? extends Task<? super R, S>> task) {
        Objects.requireNonNull(task, "task");
        return tracer.stage(draft, () -> tracer.call(task, stage), true);
    }

    /** As {@link #map(Class)}, with several steps. */
    @SuppressWarnings("unchecked") // A Value only ever produces.
    public <S> FanOut<S> map(Function<Value<R>, ? extends Value<? extends S>> body) {
        return tracer.stage(draft, () -> body.apply((Value<R>) stage), false);
    }

    /** All results, in the order of the items, read as they are needed. Waits for all items. */
    public Value<Results<R>> collect() {
        return collected(Failures.NONE, false);
    }

    /** All results as a list in memory: for what is known to be small. Waits for all items. */
    public Value<List<R>> toList() {
        return collected(Failures.NONE, true);
    }

    /**
     * How every item ended: failures are data, and the other items keep running. Any number may fail, unless {@link #tolerate} or
     * {@link #toleratePercent} says how many before the run does; {@link #collect()} of the same fan-out leaves failed items out. Waits
     * for all items.
     */
    public Value<Results<Outcome<R>>> outcomes() {
        draft.outcomesRead = true;
        return collected(Failures.OUTCOMES, false);
    }

    private <V> Value<V> collected(Failures failures, boolean whole) {
        CallDraft source = tracer.recordedStage(draft, stage);
        return new Value<>(tracer, () -> new Expr.Collected(draft.id(), source.id(), draft.read(failures), whole));
    }

    /** Names the task that was mapped last, or the fan-out as a whole where its body was given as a function. */
    public FanOut<R> named(String name) {
        if (task != null) {
            task.name(name);
        } else {
            draft.name(name);
        }
        return this;
    }

    /** Puts the fan-out under a name that people know it and its neighbours by. */
    public FanOut<R> group(String name) {
        draft.group(name);
        return this;
    }

    /** Waits for other steps although no value says so. */
    public FanOut<R> after(Step... steps) {
        tracer.after(draft, steps);
        return this;
    }

    /**
     * The most items under way at once, 1 to 10,000. By default as many as Lambda lets an account have functions at once, 1,000, of
     * which fan-outs in each other and side by side each get a part.
     */
    public FanOut<R> concurrency(int items) {
        draft.concurrency = items;
        return this;
    }

    /** One item at a time, in order. */
    public FanOut<R> sequential() {
        return concurrency(1);
    }

    /**
     * Hands {@code items} items to one invocation, 1 to 1,000, which runs one after the other: cheaper and faster where an item takes
     * milliseconds. The items share the invocation's time and its record; one that fails does so alone.
     */
    public FanOut<R> batch(int items) {
        return batch(items, 1);
    }

    /**
     * Hands {@code items} items to one invocation, which runs up to {@code threads} of them at once: for tasks that wait, or for
     * functions with more than one core (1,769 MB each). The task is one object, so it must be safe for use by several threads.
     */
    public FanOut<R> batch(int items, int threads) {
        draft.batch = items;
        draft.threads = threads;
        return this;
    }

    /**
     * Promises that the list never has more items: lets the plan leave out what only a wider one needs. A list that has more, and for
     * which there is no room then, fails the run with {@code Anabranch.TooWide}.
     */
    public FanOut<R> atMost(long items) {
        draft.atMost = items;
        return this;
    }

    /**
     * Lets up to {@code percent} percent of the items fail, 0 to 100; {@link #collect()} then leaves failed items out. Together with
     * {@link #tolerate} the stricter of the two counts.
     */
    public FanOut<R> toleratePercent(double percent) {
        draft.toleratedPercent = percent;
        return this;
    }

    /**
     * Lets up to {@code items} items fail; {@link #collect()} then leaves failed items out. Together with {@link #toleratePercent} the
     * stricter of the two counts.
     */
    public FanOut<R> tolerate(long items) {
        draft.toleratedItems = items;
        return this;
    }

    /** What is done when an attempt fails; by default nothing. */
    public FanOut<R> retry(Retry retry) {
        onTask("retry", call -> call.retry = Objects.requireNonNull(retry, "retry"));
        return this;
    }

    /** How long one attempt may take, 1 second to 30 minutes; more than 15 minutes not in every region. By default what the task says. */
    public FanOut<R> timeout(Duration timeout) {
        onTask("timeout", call -> call.timeout = Objects.requireNonNull(timeout, "timeout"));
        return this;
    }

    /** Memory of the function for this call, 128 to 10,240 MB; by default what the task says. */
    public FanOut<R> memory(int megabytes) {
        onTask("memory", call -> call.memoryMb = megabytes);
        return this;
    }

    /** Reuses the result of an earlier call with the same item, task and version, in whatever run. */
    public FanOut<R> cache(String version) {
        onTask("cache", call -> call.cache = new CachePolicy(version));
        return this;
    }

    /** The same for results that are not older than {@code ttl}, 1 second to 30 days. */
    public FanOut<R> cache(String version, Duration ttl) {
        onTask("cache", call -> call.cache = new CachePolicy(version, ttl));
        return this;
    }

    private void onTask(String option, Consumer<CallDraft> change) {
        if (task != null) {
            change.accept(task);
        } else {
            tracer.optionOnBody(draft, option);
        }
    }

    FanOutDraft draft() {
        return draft;
    }

    Tracer tracer() {
        return tracer;
    }
}
