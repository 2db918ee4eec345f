package dev.anabranch.workflow.internal.trace;

import dev.anabranch.runtime.internal.wire.Wire.Failures;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.Accessor;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.CachePolicy;
import dev.anabranch.workflow.internal.graph.Expr;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A fan-out in the definition that is being traced, seen after one of its stages. */
final class TracedFanOut<R> implements FanOut<R>, NoContent {

    private final Tracer tracer;
    private final FanOutDraft draft;
    private final TracedValue<? extends R> stage;
    private final @Nullable CallDraft task;

    /**
     * Creates a view of a fan-out after one of its stages.
     *
     * @param stage the value of the stage for one item
     * @param task the call that is the stage; null if the stage is a function
     */
    TracedFanOut(Tracer tracer, FanOutDraft draft, TracedValue<? extends R> stage, @Nullable CallDraft task) {
        this.tracer = tracer;
        this.draft = draft;
        this.stage = stage;
        this.task = task;
    }

    @Override
    public <S> FanOut<S> map(Class<? extends Task<? super R, S>> task) {
        Objects.requireNonNull(task, "task");
        return tracer.stage(draft, () -> tracer.call(task, stage), true);
    }

    @Override
    @SuppressWarnings("unchecked") // A Value only ever produces.
    public <S> FanOut<S> map(Function<Value<R>, ? extends Value<? extends S>> body) {
        return tracer.stage(draft, () -> body.apply((Value<R>) stage), false);
    }

    @Override
    public Value<Results<R>> collect() {
        return collected("collect()", Failures.NONE, false);
    }

    @Override
    public Value<List<R>> toList() {
        return collected("toList()", Failures.NONE, true);
    }

    @Override
    public Value<Results<Outcome<R>>> outcomes() {
        draft.outcomesRead = true;
        return collected("outcomes()", Failures.OUTCOMES, false);
    }

    private <V> Value<V> collected(String reader, Failures failures, boolean whole) {
        draft.reader = reader;
        CallDraft source = tracer.recorders().ofStage(draft, stage);
        return new TracedValue<>(
                tracer,
                () -> new Expr.Collected(draft.id(), draft.recording(source).id(), draft.failures(failures), whole));
    }

    @Override
    public FanOut<R> named(String name) {
        NodeDraft named = task != null ? task : draft;
        tracer.once(named, "named");
        named.name(name);
        return this;
    }

    @Override
    public FanOut<R> group(String name) {
        tracer.once(draft, "group");
        draft.group(name);
        return this;
    }

    @Override
    public FanOut<R> after(Step... steps) {
        tracer.after(draft, steps);
        return this;
    }

    @Override
    public FanOut<R> concurrency(int items) {
        tracer.once(draft, "concurrency");
        draft.concurrency = items;
        return this;
    }

    @Override
    public FanOut<R> batch(int items, int threads) {
        tracer.once(draft, "batch");
        draft.batch = items;
        draft.threads = threads;
        return this;
    }

    @Override
    public <T> FanOut<R> label(Accessor<T, ?> field) {
        tracer.once(draft, "label");
        draft.label = ItemLabel.field(tracer, Objects.requireNonNull(field, "field"));
        return this;
    }

    @Override
    public FanOut<R> label() {
        tracer.once(draft, "label");
        draft.label = ItemLabel.itself(tracer);
        return this;
    }

    @Override
    public FanOut<R> atMost(long items) {
        tracer.once(draft, "atMost");
        draft.atMost = items;
        return this;
    }

    @Override
    public FanOut<R> toleratePercent(double percent) {
        tracer.once(draft, "toleratePercent");
        draft.toleratedPercent = percent;
        return this;
    }

    @Override
    public FanOut<R> tolerate(long items) {
        tracer.once(draft, "tolerate");
        draft.toleratedItems = items;
        return this;
    }

    @Override
    public Value<List<R>> firstSuccesses(int successes) {
        return tracer.firstSuccesses(draft, stage, successes, false);
    }

    @Override
    public Value<R> any() {
        return tracer.firstSuccesses(draft, stage, 1, true);
    }

    @Override
    public FanOut<R> retry(Retry... policies) {
        List<Retry> retries = tracer.wholeSeconds(policies);
        onTask("retry", call -> call.retries = retries);
        return this;
    }

    @Override
    public FanOut<R> timeout(Duration timeout) {
        onTask("timeout", call -> call.timeout = tracer.wholeSeconds("timeout", timeout));
        return this;
    }

    @Override
    public FanOut<R> memory(int megabytes) {
        onTask("memory", call -> call.memoryMb = megabytes);
        return this;
    }

    @Override
    public FanOut<R> cache(String version) {
        onTask("cache", call -> call.cache = new CachePolicy(version));
        return this;
    }

    @Override
    public FanOut<R> cache(String version, Duration ttl) {
        onTask("cache", call -> call.cache = new CachePolicy(version, tracer.wholeSeconds("cache", ttl)));
        return this;
    }

    private void onTask(String option, Consumer<CallDraft> change) {
        if (task != null) {
            tracer.once(task, option);
            change.accept(task);
        } else {
            tracer.optionOnBody(option);
        }
    }

    FanOutDraft draft() {
        return draft;
    }

    @Override
    public Tracer tracer() {
        return tracer;
    }

    @Override
    public String toString() {
        return tracer.textOfValue("a fan-out");
    }
}
