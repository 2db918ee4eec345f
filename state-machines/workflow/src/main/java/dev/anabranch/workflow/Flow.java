package dev.anabranch.workflow;

import dev.anabranch.task.RunFailure;
import dev.anabranch.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Adds nodes to a workflow. A node starts when the values that it uses exist and the steps in its {@code after} have
 * completed. Nodes that do not depend on each other run in parallel.
 *
 * <p>Each option of a step can be set once; a second call of the same method is the finding {@code option-twice}.
 * Durations are in whole seconds, as in Step Functions and Lambda; others are the finding {@code fraction-of-second}.
 *
 * <p>A flow is valid only in the call of {@link Workflow#define} that received it, and is not thread-safe.
 */
public interface Flow {

    /** Adds one call of {@code task} with {@code input}. */
    <I, O> Call<O> call(Class<? extends Task<I, O>> task, Value<? extends I> input);

    /**
     * Adds a run of another workflow. It is a separate run with its own id, record, actions and bill; the node's value
     * is its output. The node fails if the run fails or is cancelled. If the outer run is cancelled or fails, the run is
     * stopped. A rerun of the outer run repeats only what failed in it. No function of the outer run runs meanwhile. The
     * state machines of both workflows must be deployed together.
     *
     * <p>A workflow that runs itself, directly or through others, is the finding {@code recursive-workflow}, and two
     * classes with the same name are the finding {@code sub-workflow-name}. To add the nodes of another workflow to this
     * one instead, call its {@code define} in a {@link #scope}.
     *
     * @param workflow a public class with a public constructor without parameters; anything else is reported as the
     *     finding {@code sub-workflow-class}
     */
    <I, O> SubRun<O> run(Class<? extends Workflow<I, O>> workflow, Value<? extends I> input);

    /**
     * Names all nodes that {@code nodes} adds after a scope, and returns what {@code nodes} returns. In the scope {@code
     * first}, the node {@code cut tiles} is named {@code first.cut tiles}. A part of a definition, such as another
     * workflow's {@code define}, can then be used several times: {@code flow.scope("first", () -> new Other().define(flow,
     * x))}. Scopes can be nested, and do not change execution.
     *
     * @param name the name of the scope: at most 30 letters, digits, spaces and {@code _ ( ) -}; anything else is reported
     *     as the finding {@code scope-name}. The name of a node has at most 60 characters, including its scopes
     */
    <V> V scope(String name, Supplier<V> nodes);

    /**
     * Adds a fan-out that calls {@code task} once for each item of {@code list}. The list's length is known only at run
     * time.
     */
    <T, R> FanOut<R> map(Value<? extends Iterable<? extends T>> list, Class<? extends Task<? super T, R>> task);

    /**
     * Adds a fan-out whose body may have several nodes: calls, further fan-outs and conditionals. The body may use
     * values from outside the fan-out. Items do not wait for each other.
     *
     * @param body receives the item and returns the value for it; it is called once, when the definition is traced
     */
    <T, R> FanOut<R> map(
            Value<? extends Iterable<? extends T>> list, Function<Value<T>, ? extends Value<? extends R>> body);

    /**
     * As {@link #map(Value, Function)}, but the body also receives the index of the item, from 0.
     *
     * @param body receives the item and its index, and returns the value for it
     */
    <T, R> FanOut<R> mapIndexed(
            Value<? extends Iterable<? extends T>> list,
            BiFunction<Value<T>, Value<Long>, ? extends Value<? extends R>> body);

    /**
     * Adds a fold: {@code body} runs for one item of {@code list} after the other, in the order of the list, and
     * receives what it returned for the item before, or {@code initial} for the first item. Each result is in its own
     * record, so lists may be as long as those of {@link #map}.
     *
     * @param body receives the result so far and the item, and returns the next result; it is called once, when the
     *     definition is traced
     */
    <T, S> Fold<S> fold(
            Value<? extends Iterable<? extends T>> list,
            Value<? extends S> initial,
            BiFunction<Value<S>, Value<T>, ? extends Value<? extends S>> body);

    /**
     * Adds a loop: {@code body} runs until the condition of {@link Repeat#until} holds.
     *
     * @param start the value that the first round receives
     * @param body receives what the round before returned and returns the value of this round; it is called once, when
     *     the definition is traced
     */
    <S> Repeat<S> repeat(Value<? extends S> start, Function<Value<S>, ? extends Value<? extends S>> body);

    /**
     * Adds a loop that calls {@code task} with the same input in each round, for example to ask whether a job has
     * ended: {@code flow.poll(GetJob.class, id).until(job -> job.get(Job::done)).every(Duration.ofSeconds(30)).atMost(100)}.
     */
    <I, O> Repeat<O> poll(Class<? extends Task<I, O>> task, Value<? extends I> input);

    /**
     * As {@link #poll(Class, Value)}, for a call with options or for several steps: {@code flow.poll(() ->
     * flow.call(GetJob.class, id).retry(Retry.upTo(3))).until(job -> job.get(Job::done)).atMost(100)}.
     *
     * @param look adds the steps of a round and returns the value of the round; it is called once, when the definition
     *     is traced
     */
    <O> Repeat<O> poll(Supplier<? extends Value<? extends O>> look);

    /**
     * Adds a conditional: the run executes the nodes of {@code then} if {@code condition} is true, and those of {@code
     * otherwise} if it is false or null. Both suppliers are called when the definition is traced. Values made inside a
     * branch can be used outside it only if the branch returns them: see {@link Conditional#value()}.
     */
    <T> Conditional<T> when(
            Value<Boolean> condition,
            Supplier<? extends Value<? extends T>> then,
            Supplier<? extends Value<? extends T>> otherwise);

    /**
     * Adds steps whose failure is a value. If one of them fails after its retries, the others are stopped, and the
     * outcome has that failure: the run continues. If several fail, the outcome has one of them. A cancelled run ends
     * without an outcome. A rerun computes the steps that failed again, and all that uses their outcome.
     *
     * @param steps adds the steps and returns their value; it is called once, when the definition is traced. Values
     *     made inside can be used outside only through the outcome.
     */
    <R> Attempt<R> attempt(Supplier<? extends Value<? extends R>> steps);

    /**
     * Adds steps and a cleanup that runs after them, whether they have succeeded or one of them has failed after its
     * retries. Then a failure of the steps continues: the run fails with it unless something around tolerates it. If
     * the cleanup fails too, the failure of the steps is kept; if only the cleanup fails, that failure continues.
     *
     * <p>The cleanup does not run if the run ends while the steps run: if it is cancelled, exceeds its time limit, or
     * fails because of a step outside. A rerun that computes one of the steps computes all of them and repeats the
     * cleanup, so the steps must include all that the cleanup undoes.
     *
     * @param steps adds the steps and returns their value. Values made inside can be used outside only through it.
     * @param cleanup adds the steps of the cleanup; it can use values from outside the steps only
     */
    <R> Ensured<R> ensure(Supplier<? extends Value<? extends R>> steps, Runnable cleanup);

    /**
     * Sets a task that is called once when the run fails, for example to notify someone. It cannot change the outcome:
     * the run fails with its own failure whether the task succeeds or not; a failure of the task is in its record. The
     * task is not called if the run is cancelled or exceeds its time limit, because no state runs then. It has no
     * {@code after} and no cache, and its result cannot be used. A rerun that fails calls it again.
     *
     * @return the call, to set its name, retries, timeout or memory
     */
    <O> Call<O> onFailure(Class<? extends Task<? super RunFailure, O>> task);

    /**
     * Sets the time limit of a run, from its start: 1 second to 365 days, in whole seconds. A run that exceeds it ends
     * as {@code TIMED_OUT} with the error {@code Anabranch.TimeLimit}, and its actions are aborted. The default is the
     * limit of an execution, 365 days: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html. A
     * duration outside the bounds is the finding {@code time-limit-range}.
     */
    void timeLimit(Duration limit);

    /**
     * Adds a wait for {@code duration}: 0 to 365 days, in whole seconds. The time begins when the steps in
     * the wait's {@code after} have completed. The state machine waits; no function runs meanwhile. A rerun does not
     * repeat a wait that has ended, and continues one that has not. A negative duration or one of more than 365 days is
     * the finding {@code wait-range}. Records and payloads of a run are kept for 30 days; a longer wait is the finding
     * {@code wait-retention}.
     */
    Wait sleep(Duration duration);

    /**
     * As {@link #sleep(Duration)}, for a duration that is known only at run time. It is rounded up to whole seconds. A
     * negative duration does not wait. More than 365 days fail the wait.
     */
    Wait sleep(Value<Duration> duration);

    /**
     * Adds a wait until {@code time}, rounded up to whole seconds. A time in the past does not wait. A time of more
     * than 365 days after the start of the wait fails it.
     */
    Wait sleepUntil(Value<Instant> time);

    /**
     * Adds a wait for an answer from outside, such as an approval. It is given through the run API
     * ({@code POST /runs/<run>/signals/<name>}) or with {@code anabranch signal}. In the body of a fan-out, each item
     * waits for its own answer. A rerun adopts answers.
     *
     * @param name the name of the node: at most 60 characters, unique in the workflow
     * @param type the type of the answer; answers of another form are refused and the wait continues
     */
    <T> Await<T> await(String name, Class<T> type);

    /**
     * Adds a task that starts work elsewhere, such as a batch job or a request to another system, and the wait for its
     * end. The task passes {@link dev.anabranch.task.TaskContext#callbackId()} to that system and returns; what it
     * returns is ignored. The system completes the callback with a value, fails it or sends heartbeats through the run
     * API ({@code POST /callbacks/complete}, {@code /callbacks/fail}, {@code /callbacks/heartbeat}) or with {@code
     * anabranch callback}. It may do so before the task has returned. In the body of a fan-out, each item has its own
     * callback. A rerun adopts the values.
     *
     * @param task the task that starts the work
     * @param type the type of the value; values of another form are refused and the wait continues
     */
    <I, T> Callback<T> callback(Class<? extends Task<I, ?>> task, Value<? extends I> input, Class<T> type);

    /**
     * Returns a constant. It is written as JSON into the state machine and visible to everyone who may read the state
     * machine: use small values (at most 32 KiB of JSON for one node), and no secrets.
     *
     * @param constant a record, list, map, string, number or boolean
     */
    <T> Value<T> value(T constant);

    /** Returns a list of the values in {@code elements}. */
    <T> Value<List<T>> list(List<? extends Value<? extends T>> elements);

    /**
     * Adds a call that combines the elements of two lists with the same index into records:
     * {@code flow.zip(Scored::new, items, scores)}. Lists of different lengths fail it. The results of a fan-out that
     * tolerates failures leave the failed items out and are the finding {@code zip-of-tolerated}; combine with its {@link
     * FanOut#outcomes()} instead. As with all list functions, the lists are read and written element by element, and may
     * have a million elements.
     *
     * @param constructor a method reference to the canonical constructor of a record, which receives one element of
     *     each list
     */
    <A, B, R> Call<List<R>> zip(
            RecordOf.Of2<A, B, R> constructor,
            Value<? extends Iterable<? extends A>> a,
            Value<? extends Iterable<? extends B>> b);

    /**
     * Adds a call that combines each element of {@code a} with each element of {@code b} into records:
     * {@code flow.product(Trial::new, models, seeds)}. The records of the first element of {@code a} come first. Its
     * length is the product of both lengths.
     *
     * @param constructor a method reference to the canonical constructor of a record, which receives one element of
     *     each list
     */
    <A, B, R> Call<List<R>> product(
            RecordOf.Of2<A, B, R> constructor,
            Value<? extends Iterable<? extends A>> a,
            Value<? extends Iterable<? extends B>> b);

    /** Adds a call that returns the elements of all lists in {@code lists}, in order. */
    <T> Call<List<T>> flatten(Value<? extends Iterable<? extends Iterable<? extends T>>> lists);

    /**
     * Adds a call that makes a record of each entry of {@code map}, in the map's order:
     * {@code flow.entries(WordCount::new, counts)}.
     *
     * @param constructor a method reference to the canonical constructor of a record, which receives key and value
     */
    <K, V, R> Call<List<R>> entries(
            RecordOf.Of2<K, V, R> constructor, Value<? extends Map<? extends K, ? extends V>> map);

    /**
     * Adds a call that returns the numbers from 0 to {@code length - 1}.
     *
     * @param length 0 to 1,000,000; another number is reported as the finding {@code range-length}
     */
    Call<List<Integer>> range(int length);

    /**
     * As {@link #range(int)}, for a length that is known only at run time. A length out of range fails the call; a
     * constant out of range is a finding.
     */
    Call<List<Integer>> range(Value<? extends Number> length);

    /**
     * Adds a call that divides {@code list} into lists of {@code size} consecutive elements. The last one may have
     * fewer.
     *
     * @param size 1 to 1,000,000; another number is reported as the finding {@code chunk-size}
     */
    <T> Call<List<List<T>>> chunks(Value<? extends Iterable<? extends T>> list, int size);

    /**
     * Adds a call that returns the elements of {@code list} whose field is true:
     * {@code flow.filter(orders, Order::paid)}. False, null and a missing field omit the element. For other
     * conditions, use {@link #when} in the body of a fan-out, or a task.
     *
     * @param condition a method reference to a boolean accessor of a record component or to a getter, as in {@link
     *     Value#get}
     */
    <T> Call<List<T>> filter(Value<? extends Iterable<? extends T>> list, Accessor<? super T, Boolean> condition);

    /**
     * Returns the results of calls of {@code task} whose names start with {@code prefix}, in the order of definition:
     * {@code flow.resultsOf("process_", Process.class)}. Only calls that were added before this line and in this scope
     * are included. No such call is reported as the finding {@code no-such-results}.
     */
    <O> Value<List<O>> resultsOf(String prefix, Class<? extends Task<?, O>> task);

    /**
     * Puts all nodes that {@code nodes} adds into a group, and returns what {@code nodes} returns. Groups are shown in
     * diagrams and in the progress of a run; they do not change execution.
     */
    <V> V group(String name, Supplier<V> nodes);

    /**
     * Returns a record of the given values: {@code flow.record(DrawInput::new, request, tiles.collect())}. The values
     * are passed in the order of the record's components and must have their types.
     *
     * @param constructor a method reference to the canonical constructor of a record; anything else is reported as the
     *     finding {@code not-a-record-constructor}
     */
    <A, R> Value<R> record(RecordOf.Of1<A, R> constructor, Value<? extends A> a);

    /** As {@link #record(RecordOf.Of1, Value)}, with 2 values. */
    <A, B, R> Value<R> record(RecordOf.Of2<A, B, R> constructor, Value<? extends A> a, Value<? extends B> b);

    /** As {@link #record(RecordOf.Of1, Value)}, with 3 values. */
    <A, B, C, R> Value<R> record(
            RecordOf.Of3<A, B, C, R> constructor, Value<? extends A> a, Value<? extends B> b, Value<? extends C> c);

    /** As {@link #record(RecordOf.Of1, Value)}, with 4 values. */
    <A, B, C, D, R> Value<R> record(
            RecordOf.Of4<A, B, C, D, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d);

    /** As {@link #record(RecordOf.Of1, Value)}, with 5 values. */
    <A, B, C, D, E, R> Value<R> record(
            RecordOf.Of5<A, B, C, D, E, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e);

    /** As {@link #record(RecordOf.Of1, Value)}, with 6 values. */
    <A, B, C, D, E, F, R> Value<R> record(
            RecordOf.Of6<A, B, C, D, E, F, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e,
            Value<? extends F> f);

    /** As {@link #record(RecordOf.Of1, Value)}, with 7 values. */
    <A, B, C, D, E, F, G, R> Value<R> record(
            RecordOf.Of7<A, B, C, D, E, F, G, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e,
            Value<? extends F> f,
            Value<? extends G> g);

    /** As {@link #record(RecordOf.Of1, Value)}, with 8 values. */
    <A, B, C, D, E, F, G, H, R> Value<R> record(
            RecordOf.Of8<A, B, C, D, E, F, G, H, R> constructor,
            Value<? extends A> a,
            Value<? extends B> b,
            Value<? extends C> c,
            Value<? extends D> d,
            Value<? extends E> e,
            Value<? extends F> f,
            Value<? extends G> g,
            Value<? extends H> h);
}
