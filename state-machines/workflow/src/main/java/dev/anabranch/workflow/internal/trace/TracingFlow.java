package dev.anabranch.workflow.internal.trace;

import dev.anabranch.runtime.internal.action.ListFunction.Operation;
import dev.anabranch.task.RunFailure;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.Accessor;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Await;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Callback;
import dev.anabranch.workflow.Conditional;
import dev.anabranch.workflow.Ensured;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Fold;
import dev.anabranch.workflow.RecordOf;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.SubRun;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The flow that {@code define} receives: passes every call to the tracer. */
final class TracingFlow implements Flow {

    private final Tracer tracer;
    private final ListCalls lists;

    TracingFlow(Tracer tracer) {
        this.tracer = tracer;
        this.lists = new ListCalls(tracer);
    }

    @Override
    public <I, O> Call<O> call(Class<? extends Task<I, O>> task, Value<? extends I> input) {
        return tracer.call(task, input);
    }

    @Override
    public <I, O> SubRun<O> run(Class<? extends Workflow<I, O>> workflow, Value<? extends I> input) {
        return tracer.run(workflow, input);
    }

    @Override
    public <V> V scope(String name, Supplier<V> nodes) {
        return tracer.scope(name, nodes);
    }

    @Override
    public <T, R> FanOut<R> map(Value<? extends Iterable<? extends T>> list, Class<? extends Task<? super T, R>> task) {
        Objects.requireNonNull(task, "task");
        return tracer.fanOut(list, (Value<T> item, Value<Long> index) -> tracer.call(task, item), true);
    }

    @Override
    public <T, R> FanOut<R> map(
            Value<? extends Iterable<? extends T>> list, Function<Value<T>, ? extends Value<? extends R>> body) {
        Objects.requireNonNull(body, "body");
        return tracer.fanOut(list, (Value<T> item, Value<Long> index) -> body.apply(item), false);
    }

    @Override
    public <T, R> FanOut<R> mapIndexed(
            Value<? extends Iterable<? extends T>> list,
            BiFunction<Value<T>, Value<Long>, ? extends Value<? extends R>> body) {
        Objects.requireNonNull(body, "body");
        return tracer.fanOut(list, body, false);
    }

    @Override
    public <T, S> Fold<S> fold(
            Value<? extends Iterable<? extends T>> list,
            Value<? extends S> initial,
            BiFunction<Value<S>, Value<T>, ? extends Value<? extends S>> body) {
        Objects.requireNonNull(body, "body");
        return tracer.fold(list, initial, body);
    }

    @Override
    public <S> Repeat<S> repeat(Value<? extends S> start, Function<Value<S>, ? extends Value<? extends S>> body) {
        Objects.requireNonNull(body, "body");
        return tracer.repeat(start, body, false);
    }

    @Override
    public <I, O> Repeat<O> poll(Class<? extends Task<I, O>> task, Value<? extends I> input) {
        return tracer.repeat(tracer.constant(null), (Value<O> before) -> tracer.call(task, input), true);
    }

    @Override
    public <O> Repeat<O> poll(Supplier<? extends Value<? extends O>> look) {
        Objects.requireNonNull(look, "look");
        return tracer.repeat(tracer.constant(null), (Value<O> before) -> look.get(), false);
    }

    @Override
    public <T> Conditional<T> when(
            Value<Boolean> condition,
            Supplier<? extends Value<? extends T>> then,
            Supplier<? extends Value<? extends T>> otherwise) {
        return tracer.when(condition, then, otherwise);
    }

    @Override
    public <R> Attempt<R> attempt(Supplier<? extends Value<? extends R>> steps) {
        return tracer.attempt(Objects.requireNonNull(steps, "steps"));
    }

    @Override
    public <R> Ensured<R> ensure(Supplier<? extends Value<? extends R>> steps, Runnable cleanup) {
        return tracer.ensure(Objects.requireNonNull(steps, "steps"), Objects.requireNonNull(cleanup, "cleanup"));
    }

    @Override
    public <O> Call<O> onFailure(Class<? extends Task<? super RunFailure, O>> task) {
        return tracer.onFailure(task);
    }

    @Override
    public void timeLimit(Duration limit) {
        tracer.timeLimit(limit);
    }

    @Override
    public Wait sleep(Duration duration) {
        return tracer.sleep("duration", tracer.constant(Objects.requireNonNull(duration, "duration")));
    }

    @Override
    public Wait sleep(Value<Duration> duration) {
        return tracer.sleep("duration", duration);
    }

    @Override
    public Wait sleepUntil(Value<Instant> time) {
        return tracer.sleep("until", time);
    }

    @Override
    public <T> Await<T> await(String name, Class<T> type) {
        return tracer.await(name, Objects.requireNonNull(type, "type"));
    }

    @Override
    public <I, T> Callback<T> callback(Class<? extends Task<I, ?>> task, Value<? extends I> input, Class<T> type) {
        return tracer.callback(task, input, Objects.requireNonNull(type, "type"));
    }

    @Override
    public <T> Value<T> value(T constant) {
        return tracer.constant(constant);
    }

    @Override
    public <T> Value<List<T>> list(List<? extends Value<? extends T>> elements) {
        return tracer.list(elements);
    }

    @Override
    public <A, B, R> Call<List<R>> zip(
            RecordOf.Of2<A, B, R> constructor,
            Value<? extends Iterable<? extends A>> a,
            Value<? extends Iterable<? extends B>> b) {
        return lists.pairs(Operation.ZIP, constructor, List.of(a, b));
    }

    @Override
    public <A, B, R> Call<List<R>> product(
            RecordOf.Of2<A, B, R> constructor,
            Value<? extends Iterable<? extends A>> a,
            Value<? extends Iterable<? extends B>> b) {
        return lists.pairs(Operation.PRODUCT, constructor, List.of(a, b));
    }

    @Override
    public <T> Call<List<T>> flatten(Value<? extends Iterable<? extends Iterable<? extends T>>> list) {
        return lists.flatten(list);
    }

    @Override
    public <K, V, R> Call<List<R>> entries(
            RecordOf.Of2<K, V, R> constructor, Value<? extends Map<? extends K, ? extends V>> map) {
        return lists.pairs(Operation.ENTRIES, constructor, List.of(map));
    }

    @Override
    public Call<List<Integer>> range(int length) {
        return lists.range(length);
    }

    @Override
    public Call<List<Integer>> range(Value<? extends Number> length) {
        return lists.range(length);
    }

    @Override
    public <T> Call<List<List<T>>> chunks(Value<? extends Iterable<? extends T>> list, int size) {
        return lists.chunks(list, size);
    }

    @Override
    public <T> Call<List<T>> filter(
            Value<? extends Iterable<? extends T>> list, Accessor<? super T, Boolean> condition) {
        return lists.filter(list, condition);
    }

    @Override
    public <O> Value<List<O>> resultsOf(String prefix, Class<? extends Task<?, O>> task) {
        return tracer.resultsOf(prefix, task);
    }

    @Override
    public <V> V group(String name, Supplier<V> nodes) {
        return tracer.group(name, nodes);
    }

    @Override
    public <A, R> Value<R> record(RecordOf.Of1<A, R> constructor, Value<? extends A> a) {
        return tracer.composite(constructor, List.of(a));
    }

    @Override
    public <A, B, R> Value<R> record(RecordOf.Of2<A, B, R> constructor, Value<? extends A> a, Value<? extends B> b) {
        return tracer.composite(constructor, List.of(a, b));
    }

    @Override
    public <A, B, C, R> Value<R> record(
            RecordOf.Of3<A, B, C, R> constructor, Value<? extends A> a, Value<? extends B> b, Value<? extends C> c) {
        return tracer.composite(constructor, List.of(a, b, c));
    }

    @Override
    public <A, B, C, D, R> Value<R> record(
            RecordOf.Of4<A, B, C, D, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d) {
        return tracer.composite(constructor, List.of(a, b, c, d));
    }

    @Override
    public <A, B, C, D, E, R> Value<R> record(
            RecordOf.Of5<A, B, C, D, E, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e) {
        return tracer.composite(constructor, List.of(a, b, c, d, e));
    }

    @Override
    public <A, B, C, D, E, F, R> Value<R> record(
            RecordOf.Of6<A, B, C, D, E, F, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e,
            Value<? extends F> f) {
        return tracer.composite(constructor, List.of(a, b, c, d, e, f));
    }

    @Override
    public <A, B, C, D, E, F, G, R> Value<R> record(
            RecordOf.Of7<A, B, C, D, E, F, G, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e,
            Value<? extends F> f,
            Value<? extends G> g) {
        return tracer.composite(constructor, List.of(a, b, c, d, e, f, g));
    }

    @Override
    public <A, B, C, D, E, F, G, H, R> Value<R> record(
            RecordOf.Of8<A, B, C, D, E, F, G, H, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e,
            Value<? extends F> f,
            Value<? extends G> g,
            Value<? extends H> h) {
        return tracer.composite(constructor, List.of(a, b, c, d, e, f, g, h));
    }
}
