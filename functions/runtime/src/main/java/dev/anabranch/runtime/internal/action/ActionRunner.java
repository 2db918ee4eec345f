package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.Aborted;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.AlreadyAnswered;
import dev.anabranch.action.ListExpected;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.Superseded;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.codec.WireWriter;
import dev.anabranch.runtime.internal.invoke.ActionContext;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.AttemptDeadline;
import dev.anabranch.runtime.internal.invoke.AttemptFailure;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.invoke.InputReader;
import dev.anabranch.runtime.internal.invoke.RetryClassifier;
import dev.anabranch.runtime.internal.invoke.TaskCall;
import dev.anabranch.runtime.internal.invoke.TypedTask;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.Claim;
import dev.anabranch.runtime.internal.record.Finish;
import dev.anabranch.runtime.internal.record.OpenCallback;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.reuse.ResultCache;
import dev.anabranch.runtime.internal.reuse.ReusableResults;
import dev.anabranch.runtime.internal.reuse.ReusedResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.BatchInvocation;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.MalformedInvocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the actions of one task. Each action is claimed in its record, run, and finished in its record. This takes two
 * writes, and no read unless another attempt interferes. Safe for use by several threads.
 */
public final class ActionRunner {

    /** The answer of a task that has started work elsewhere: the state machine waits for its callback. */
    private static final byte[] NO_RESULT = "{}".getBytes(StandardCharsets.UTF_8);

    private final ActionHost host;
    private final InputReader inputs;
    private final TaskCall call;
    private final ReusableResults reuse;
    private final ResultCache cache;
    private final BatchRunner batches;

    private ActionRunner(ActionHost host, TypedTask task) {
        this.host = host;
        this.inputs = new InputReader(host, task);
        this.call = new TaskCall(task, inputs);
        this.reuse = new ReusableResults(host, task);
        this.cache = reuse.cache();
        this.batches = new BatchRunner(host, call, inputs, reuse);
    }

    /**
     * Creates a runner for a task.
     *
     * @throws IllegalArgumentException if the task's class does not fix its types
     */
    public static ActionRunner of(Task<?, ?> task, ActionHost host) {
        return new ActionRunner(host, TypedTask.of(task));
    }

    /**
     * Creates an instance of a task's class without a {@link dev.anabranch.task.TaskFactory}.
     *
     * @throws IllegalArgumentException if it is not a task or has no public constructor without parameters
     */
    public static Task<?, ?> instance(Class<?> task) {
        return TypedTask.instance(task);
    }

    /**
     * Creates a runner for the class of a task and the object that does the work.
     *
     * @param task the class, whose input and output types are used
     * @param instead does the work; may be an object of another class, and a lambda in tests
     * @throws IllegalArgumentException if the class is not a task or does not fix its types
     */
    public static ActionRunner of(Class<?> task, Task<?, ?> instead, ActionHost host) {
        return new ActionRunner(host, TypedTask.of(task, instead));
    }

    /**
     * Runs the action of an {@link Invocation}, or the actions of a {@link BatchInvocation}.
     *
     * @return the JSON of the answer, see {@link dev.anabranch.runtime.internal.wire.Reply}
     * @throws MalformedInvocation if the payload is not an invocation
     * @throws ActionFailure if the attempt failed or was superseded
     */
    public byte[] handle(byte[] payload, Delivery delivery) {
        JsonNode json;
        try {
            json = TaskJson.tree().readTree(payload);
        } catch (IOException e) {
            throw new MalformedInvocation("The payload of the invocation is not JSON.");
        }
        Optional<BatchInvocation> batch = BatchInvocation.parse(json);
        return batch.isPresent() ? batches.run(batch.get(), delivery) : handle(Invocation.parse(json), delivery);
    }

    /**
     * Runs an action.
     *
     * @return the JSON of the answer, see {@link dev.anabranch.runtime.internal.wire.Reply}
     * @throws MalformedInvocation if the budgets of the reply cannot carry a reference
     * @throws ActionFailure if the attempt failed or was superseded
     */
    public byte[] handle(Invocation action, Delivery delivery) {
        AnswerWriter.check(action);
        Instant began = host.clock().instant();
        RecordedAttempt attempt = new RecordedAttempt(action.attemptOrder(), began, delivery.log())
                .labelled(action.labels().text());
        return new ActionAttempt(action, attempt, delivery).answer();
    }

    /** One attempt at one action. */
    private final class ActionAttempt {
        private final Invocation action;
        private final RecordedAttempt attempt;
        private final AttemptDeadline deadline;
        private final RecordKey key;

        ActionAttempt(Invocation action, RecordedAttempt attempt, Delivery delivery) {
            this.action = action;
            this.attempt = attempt;
            this.deadline = AttemptDeadline.of(action, attempt.began(), delivery);
            this.key = RecordKey.of(action.run().id(), action.node(), action.path());
        }

        byte[] answer() {
            Optional<String> cacheKey = cache.key(action, inputs);
            // A rerun adopts the answers of callbacks before it starts.
            boolean reuses = action.callback().isEmpty() && reuse.isPossible(action, cacheKey);
            Optional<byte[]> reused = reuses ? reused(cacheKey) : Optional.empty();
            if (reused.isPresent()) {
                return reused.get();
            }
            if (action.reply() instanceof Reply.Adopted) {
                return WireWriter.nothing();
            }
            Claim claim = claim();
            if (claim instanceof Claim.Refused refused) {
                return answerOf(refused.current());
            }
            int attempts = ((Claim.Granted) claim).attempts();
            try (ActionContext context = new ActionContext(host, action, attempts, deadline.at(), attempt)) {
                return answer(context, cacheKey);
            }
        }

        private byte[] answer(ActionContext context, Optional<String> cacheKey) {
            host.observer().started(action.node(), action.path());
            AnswerWriter.StoredAnswer result;
            try {
                Object output = call.run(action, context);
                if (action.callback().isPresent()) {
                    return isLate() ? fail(AttemptFailure.ofTimeout(action, where()), context) : opened(context);
                }
                result = store(output, context);
            } catch (AttemptFailure failure) {
                return fail(isLate() ? AttemptFailure.ofTimeout(action, where()) : failure, context);
            }
            if (isLate()) {
                return fail(AttemptFailure.ofTimeout(action, where()), context);
            }
            byte[] answer = succeed(result, context);
            cacheKey.ifPresent(found -> cache.keep(found, action, result.stored(), context.logger()));
            return answer;
        }

        /** Records a reusable result as the result of this action and returns its answer; empty if there is none. */
        private Optional<byte[]> reused(Optional<String> cacheKey) {
            try (ActionContext context = new ActionContext(host, action, 1, deadline.at())) {
                Optional<ReusedResult> found = reuse.find(action, cacheKey, attempt.order(), context.logger());
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                byte[] answer =
                        marked(writer(attempt.order()).answer(found.get().result()));
                Claim adopted = host.actions()
                        .adopt(
                                key,
                                attempt.reporting(found.get().telemetry()),
                                found.get().result());
                if (adopted instanceof Claim.Refused refused) {
                    return Optional.of(answerOf(refused.current()));
                }
                host.observer().started(action.node(), action.path());
                host.observer().finished(action.node(), action.path(), ActionStatus.CACHED);
                return Optional.of(answer);
            } catch (StoreException e) {
                throw new StoreUnavailable(where(), e.getMessage());
            } catch (IOException | ListExpected | PayloadMissing e) {
                return Optional.empty(); // The reusable result is incomplete or unsuitable: the task computes it again.
            }
        }

        private String where() {
            return call.where(action);
        }

        private boolean isLate() {
            return deadline.isOver(host.clock().instant());
        }

        private Claim claim() {
            try {
                return action.callback()
                        .map(callback -> host.actions()
                                .claim(
                                        key,
                                        attempt,
                                        new OpenCallback(
                                                callback, attempt.began().plusSeconds(callback.timeoutSeconds()))))
                        .orElseGet(() -> host.actions().claim(key, attempt));
            } catch (StoreException e) {
                throw new StoreUnavailable(where(), e.getMessage());
            }
        }

        private AnswerWriter writer(long order) {
            return new AnswerWriter(host, action, order, call.output());
        }

        private AnswerWriter.StoredAnswer store(@Nullable Object output, ActionContext context) throws AttemptFailure {
            try (PayloadBuffer document = new PayloadBuffer(host.scratch())) {
                return call.write(action, output, context, document, json -> writer(attempt.order())
                        .store(json));
            } catch (IOException e) {
                throw AttemptFailure.of(action, where(), e);
            }
        }

        /** Returns the answer of a task that has opened a callback. */
        private byte[] opened(ActionContext context) {
            try {
                context.recordTelemetry();
            } catch (StoreException e) {
                // The callback counts: a retry would open another one.
                context.logger()
                        .log(System.Logger.Level.WARNING, "What the task has reported could not be recorded.", e);
            }
            return NO_RESULT.clone();
        }

        private byte[] succeed(AnswerWriter.StoredAnswer result, ActionContext context) {
            Finish finish;
            try {
                finish = host.actions()
                        .succeed(
                                key,
                                attempt.reporting(context.telemetry()),
                                host.clock().instant(),
                                result.stored());
            } catch (StoreException e) {
                throw new StoreUnavailable(where(), e.getMessage());
            }
            if (finish instanceof Finish.Refused refused) {
                return answerOf(refused.current());
            }
            host.observer().finished(action.node(), action.path(), ActionStatus.SUCCEEDED);
            return result.answer();
        }

        /** Returns the answer from the current record, or throws why this attempt does not count. */
        private byte[] answerOf(@Nullable ActionRecord current) {
            if (current == null) {
                throw new Superseded(where(), "its record has been deleted.");
            }
            if (current.status() == ActionStatus.ABORTED) {
                throw new Aborted(where(), "the run was cancelled.");
            }
            StoredResult stored = current.stored().orElseThrow(() -> noResult(current));
            if (action.callback().isPresent()) {
                throw new AlreadyAnswered(where());
            }
            try {
                byte[] answer = writer(current.order()).answer(stored);
                return current.status() == ActionStatus.CACHED ? marked(answer) : answer;
            } catch (IOException | RuntimeException e) {
                throw AttemptFailure.of(action, where(), e).failure();
            }
        }

        /** Returns an answer with a reused result. */
        private byte[] marked(byte[] answer) {
            return action.reply().marksReuse() ? WireWriter.reused(answer) : answer;
        }

        private ActionFailure noResult(ActionRecord current) {
            if (current.status() == ActionStatus.RUNNING) {
                return new Superseded(where(), "a later attempt is running.");
            }
            // A duplicate of this attempt has failed in a way that a retry can help: report it, so that the state
            // machine retries.
            return current.order() == attempt.order() && !current.isFinal()
                    ? RetryClassifier.recorded(action, where(), current.errorName(), current.errorMessage())
                    : new Superseded(where(), "its record has the failure " + current.errorName() + ".");
        }

        private byte[] fail(AttemptFailure failure, ActionContext context) {
            context.failed(failure);
            Finish finish;
            try {
                finish = host.actions()
                        .fail(
                                key,
                                attempt.numbered(context.attempt()).reporting(context.telemetryOfFailure()),
                                host.clock().instant(),
                                failure.failure().error(),
                                failure.failure().reason(),
                                failure.failure() instanceof TaskRejected);
            } catch (StoreException e) {
                // The failure is not recorded, so the state machine must retry this attempt.
                throw new StoreUnavailable(
                        where(),
                        e.getMessage() + " The failure to record was "
                                + failure.failure().getMessage());
            } finally {
                failure.restoreInterrupt();
            }
            if (finish instanceof Finish.Refused refused && hasEndedElsewhere(refused.current())) {
                return answerOf(refused.current());
            }
            if (finish instanceof Finish.Recorded) {
                host.observer().finished(action.node(), action.path(), ActionStatus.FAILED);
                host.observer()
                        .failed(
                                action.node(),
                                action.path(),
                                failure.failure().error(),
                                failure.failure().reason(),
                                failure.failure() instanceof TaskRejected);
            }
            throw failure.failure();
        }

        /** Returns false if a duplicate of this attempt has failed as well, so the failure is that of this attempt. */
        private boolean hasEndedElsewhere(@Nullable ActionRecord current) {
            return current == null || current.status() != ActionStatus.FAILED || current.order() != attempt.order();
        }
    }
}
