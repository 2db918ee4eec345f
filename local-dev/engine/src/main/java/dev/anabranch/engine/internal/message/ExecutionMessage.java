package dev.anabranch.engine.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.internal.port.StateFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to an execution from outside. What an execution does depends only on its messages, their order and their
 * times, so that a replay of all messages restores it.
 */
public sealed interface ExecutionMessage {

    /** Whether the message can have an effect now; it is dropped otherwise. */
    boolean concerns(MessageReceiver execution);

    /** Applies the message. */
    void handle(MessageReceiver execution);

    /** A message for a pending event. */
    sealed interface ToPending extends ExecutionMessage {

        /** Its number. */
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

        /** The ARN of the Map Run. */
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

    /** {@code StopExecution}, or the end of a parent. */
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

    /** The time of a timer has come. */
    record Due(long pending) implements ToPending {
        @Override
        public void handle(PendingReceiver waiting) {
            waiting.onDue();
        }
    }

    /** A call has submitted its job. */
    record Submitted(long pending, JsonNode response) implements ToPending {
        @Override
        public void handle(PendingReceiver waiting) {
            waiting.onSubmitted(response);
        }
    }

    /** A call or work on another thread has completed, with a result or a failure. */
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

        /** Returns the ended child as a snapshot. */
        public ExecutionSnapshot snapshot(ExecutionSpec spec) {
            return new ExecutionSnapshot(spec, status, startDate, stopDate, output, error, cause, redriveCount, null);
        }

        @Override
        public void handle(MapRunReceiver run) {
            run.onChildEnded(this);
        }
    }

    /** The limits of a Map Run were changed; null leaves one as it is. */
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
