package dev.anabranch.workflow;

import dev.anabranch.task.Task;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes the nodes of a workflow. What a node is given decides what it waits for; everything else runs in parallel. */
public final class Flow {

    private final Tracer tracer;

    Flow(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Calls a task once. */
    public <I, O> Call<O> call(Class<? extends Task<I, O>> task, Value<? extends I> input) {
        return tracer.call(task, input);
    }

    /** Calls a task once for each item of a list: how many there are is known only when the workflow runs. */
    public <T, R> FanOut<R> map(Value<? extends Iterable<? extends T>> list, Class<? extends Task<? super T, R>> task) {
        Objects.requireNonNull(task, "task");
        return tracer.fanOut(list, (Value<T> item, Value<Long> index) -> tracer.call(task, item), true);
    }

    /**
     * Does something of several steps for each item of a list. The body may call tasks, fan out again, branch, and use values from
     * outside. Each item goes through it at its own pace.
     */
    public <T, R> FanOut<R> map(
            Value<? extends Iterable<? extends T>> list, Function<Value<T>, ? extends Value<? extends R>> body) {
        Objects.requireNonNull(body, "body");
        return tracer.fanOut(list, (Value<T> item, Value<Long> index) -> body.apply(item), false);
    }

    /** As {@link #map(Value, Function)}, where the body also wants the index of the item, from 0. */
    public <T, R> FanOut<R> mapIndexed(
            Value<? extends Iterable<? extends T>> list,
            BiFunction<Value<T>, Value<Long>, ? extends Value<? extends R>> body) {
        Objects.requireNonNull(body, "body");
        return tracer.fanOut(list, body, false);
    }

    /**
     * One of two scopes, decided when the workflow runs. Nodes made inside {@code then} and {@code otherwise} run only there, and
     * their values are seen from outside only through what is returned. A condition that is null is not true.
     */
    public <T> Conditional<T> when(
            Value<Boolean> condition,
            Supplier<? extends Value<? extends T>> then,
            Supplier<? extends Value<? extends T>> otherwise) {
        return tracer.when(condition, then, otherwise);
    }

    /** A value known now, written into the state machine: small, and no secret. */
    public <T> Value<T> value(T constant) {
        return tracer.constant(constant);
    }

    /** A list put together from values. */
    public <T> Value<List<T>> list(List<? extends Value<? extends T>> elements) {
        return tracer.list(elements);
    }

    /**
     * What all calls of {@code task} made so far in this scope returned whose names start with {@code prefix}, in the order of
     * definition: {@code flow.resultsOf("process_", Process.class)}.
     */
    public <O> Value<List<O>> resultsOf(String prefix, Class<? extends Task<?, O>> task) {
        return tracer.resultsOf(prefix, task);
    }

    /** Puts all nodes made in {@code nodes} under one name, for people who look at a run. */
    public <V> V group(String name, Supplier<V> nodes) {
        return tracer.group(name, nodes);
    }

    /**
     * A record put together from values: {@code flow.record(DrawInput::new, request, tiles.collect())}. The values are given in
     * the order of the record's components, and have their types.
     *
     * @param constructor a reference to the canonical constructor of a record; a lambda is not understood
     */
    public <A, R> Value<R> record(RecordOf.Of1<A, R> constructor, Value<? extends A> a) {
        return tracer.composite(constructor, List.of(a));
    }

    /** A record of 2 values: see {@link #record(RecordOf.Of1, Value)}. */
    public <A, B, R> Value<R> record(RecordOf.Of2<A, B, R> constructor, Value<? extends A> a, Value<? extends B> b) {
        return tracer.composite(constructor, List.of(a, b));
    }

    /** A record of 3 values: see {@link #record(RecordOf.Of1, Value)}. */
    public <A, B, C, R> Value<R> record(
            RecordOf.Of3<A, B, C, R> constructor, Value<? extends A> a, Value<? extends B> b, Value<? extends C> c) {
        return tracer.composite(constructor, List.of(a, b, c));
    }

    /** A record of 4 values: see {@link #record(RecordOf.Of1, Value)}. */
    public <A, B, C, D, R> Value<R> record(
            RecordOf.Of4<A, B, C, D, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d) {
        return tracer.composite(constructor, List.of(a, b, c, d));
    }

    /** A record of 5 values: see {@link #record(RecordOf.Of1, Value)}. */
    public <A, B, C, D, E, R> Value<R> record(
            RecordOf.Of5<A, B, C, D, E, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e) {
        return tracer.composite(constructor, List.of(a, b, c, d, e));
    }

    /** A record of 6 values: see {@link #record(RecordOf.Of1, Value)}. */
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

    /** A record of 7 values: see {@link #record(RecordOf.Of1, Value)}. */
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

    /** A record of 8 values: see {@link #record(RecordOf.Of1, Value)}. */
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
