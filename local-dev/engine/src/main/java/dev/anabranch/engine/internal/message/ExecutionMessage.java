package dev.anabranch.engine.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.internal.port.StateFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An external input of an execution. The behavior of an execution depends only on its messages, their order and their
 * times, so that a replay of all messages restores it.
 */
public sealed interface ExecutionMessage {

    /** Returns true if the message can have an effect. Otherwise it is dropped. */
    boolean concerns(MessageReceiver execution);

    /** Applies the message. */
    void handle(MessageReceiver execution);

    /** A message for a pending event. */
    sealed interface ToPending extends ExecutionMessage {

        /** Returns the number of the pending event. */
        long pending();

        /** Applies the message. */
        void handle(PendingReceiver waiting);

        @Override
        default boolean concerns(MessageReceiver execution) {
            return execution.pending(pending()) != null;
        }

        @Override
        default void handle(MessageReceiver execution) {
            PendingReceiver waiting = execution.pending(pending());
            if (waiting != null) {
                handle(waiting);
            }
        }
    }

    /** A message for a Map Run of the execution. */
    sealed interface ToMapRun extends ExecutionMessage {

        /** Returns the ARN of the Map Run. */
        String mapRunArn();

        /** Applies the message. */
        void handle(MapRunReceiver run);

        @Override
        default boolean concerns(MessageReceiver execution) {
            return execution.mapRun(mapRunArn()) != null;
        }

        @Override
        default void handle(MessageReceiver execution) {
            MapRunReceiver run = execution.mapRun(mapRunArn());
            if (run != null) {
                handle(run);
            }
        }
    }

    /** {@code StopExecution}, or the end of the parent execution. */
    record Stop(@Nullable String error, @Nullable String cause) implements ExecutionMessage {
        @Override
        public boolean concerns(MessageReceiver execution) {
            return execution.isRunning();
        }

        @Override
        public void handle(MessageReceiver execution) {
            execution.onStop(StateFailure.of(error, cause));
        }
    }

    /** {@code RedriveExecution}. */
    record Redrive() implements ExecutionMessage {
        @Override
        public boolean concerns(MessageReceiver execution) {
            return !execution.isRunning();
        }

        @Override
        public void handle(MessageReceiver execution) {
            execution.onRedrive();
        }
    }

    /** A timer is due. */
    record Due(long pending) implements ToPending {
        @Override
        public void handle(PendingReceiver waiting) {
            waiting.onDue();
        }
    }

    /** A call has started its job. */
    record Submitted(long pending, JsonNode response) implements ToPending {
        @Override
        public void handle(PendingReceiver waiting) {
            waiting.onSubmitted(response);
        }
    }

    /** A call or work on another thread has completed with a result or a failure. */
    record Answered(
            long pending,
            @Nullable JsonNode result,
            @Nullable StateFailure failure) implements ToPending {
        @Override
        public void handle(PendingReceiver waiting) {
            waiting.onAnswered(result, failure);
        }
    }

    /** {@code SendTaskSuccess}. */
    record TaskSucceeded(long pending, JsonNode output) implements ToPending {
        @Override
        public void handle(PendingReceiver waiting) {
            waiting.onTaskSucceeded(output);
        }
    }

    /** {@code SendTaskFailure}. */
    record TaskFailed(
            long pending, @Nullable String error, @Nullable String cause) implements ToPending {
        @Override
        public void handle(PendingReceiver waiting) {
            waiting.onTaskFailed(StateFailure.of(error, cause));
        }
    }

    /** {@code SendTaskHeartbeat}. */
    record TaskHeartbeat(long pending) implements ToPending {
        @Override
        public void handle(PendingReceiver waiting) {
            waiting.onTaskHeartbeat();
        }
    }

    /** A child of a Map Run has ended. */
    record ChildEnded(
            String mapRunArn,
            int child,
            ExecutionStatus status,
            Instant startDate,
            @Nullable Instant stopDate,
            @Nullable JsonNode output,
            @Nullable String error,
            @Nullable String cause,
            int redriveCount)
            implements ToMapRun {

        /** Returns the message for the end of a child. */
        public static ChildEnded of(String mapRunArn, int child, ExecutionSnapshot ended) {
            return new ChildEnded(
                    mapRunArn,
                    child,
                    ended.status(),
                    ended.startDate(),
                    ended.stopDate(),
                    ended.output(),
                    ended.error(),
                    ended.cause(),
                    ended.redriveCount());
        }

        /** Returns the snapshot of the ended child. */
        public ExecutionSnapshot snapshot(ExecutionSpec spec) {
            return new ExecutionSnapshot(spec, status, startDate, stopDate, output, error, cause, redriveCount, null);
        }

        @Override
        public void handle(MapRunReceiver run) {
            run.onChildEnded(this);
        }
    }

    /** {@code UpdateMapRun}. A null limit is not changed. */
    record LimitsChanged(
            String mapRunArn,
            @Nullable Long maxConcurrency,
            @Nullable Long toleratedFailureCount,
            @Nullable Double toleratedFailurePercentage)
            implements ToMapRun {
        @Override
        public void handle(MapRunReceiver run) {
            run.onLimitsChanged(this);
        }
    }
}
