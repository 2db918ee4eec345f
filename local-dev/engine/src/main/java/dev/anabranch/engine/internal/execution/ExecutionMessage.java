package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.internal.port.StateFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to an execution from outside. What an execution does depends on its messages only, their order and their
 * times; whoever has them all can bring it back.
 */
sealed interface ExecutionMessage {

    /** Whether anything can come of the message now; it is dropped otherwise. */
    boolean concerns(Execution execution);

    /** Does what the message says. */
    void handle(Execution execution);

    /** Something for what the execution waits for. */
    sealed interface ToPending extends ExecutionMessage {

        /** Its number. */
        long pending();

        /** Does what the message says. */
        void handle(PendingEvent waiting);

        @Override
        default boolean concerns(Execution execution) {
            return execution.isPending(pending());
        }

        @Override
        default void handle(Execution execution) {
            execution.ifPending(pending(), this::handle);
        }
    }

    /** Something for a Map Run of the execution. */
    sealed interface ToMapRun extends ExecutionMessage {

        /** Which one. */
        String mapRunArn();

        /** Does what the message says. */
        void handle(DistributedMapVisit run);

        @Override
        default boolean concerns(Execution execution) {
            return execution.hasMapRun(mapRunArn());
        }

        @Override
        default void handle(Execution execution) {
            execution.ifMapRun(mapRunArn(), this::handle);
        }
    }

    /** It is stopped. */
    record Stop(@Nullable String error, @Nullable String cause) implements ExecutionMessage {
        @Override
        public boolean concerns(Execution execution) {
            return execution.isRunning();
        }

        @Override
        public void handle(Execution execution) {
            execution.stopped(StateFailure.of(error, cause));
        }
    }

    /** It goes on with what had not succeeded. */
    record Redrive() implements ExecutionMessage {
        @Override
        public boolean concerns(Execution execution) {
            return !execution.isRunning();
        }

        @Override
        public void handle(Execution execution) {
            execution.redriven();
        }
    }

    /** A time that it waited for has come. */
    record Due(long pending) implements ToPending {
        @Override
        public void handle(PendingEvent waiting) {
            waiting.onDue();
        }
    }

    /** The job that a call started was submitted. */
    record Submitted(long pending, JsonNode response) implements ToPending {
        @Override
        public void handle(PendingEvent waiting) {
            waiting.onSubmitted(response);
        }
    }

    /** Something that was done elsewhere has come to an end: with a result or a failure. */
    record Answered(
            long pending,
            @Nullable JsonNode result,
            @Nullable StateFailure failure) implements ToPending {
        @Override
        public void handle(PendingEvent waiting) {
            waiting.onAnswered(result, failure);
        }
    }

    /** Whoever has a task's token says that the task succeeded. */
    record TaskSucceeded(long pending, JsonNode output) implements ToPending {
        @Override
        public void handle(PendingEvent waiting) {
            waiting.onTaskSucceeded(output);
        }
    }

    /** Whoever has a task's token says that the task failed. */
    record TaskFailed(
            long pending, @Nullable String error, @Nullable String cause) implements ToPending {
        @Override
        public void handle(PendingEvent waiting) {
            waiting.onTaskFailed(StateFailure.of(error, cause));
        }
    }

    /** Whoever has a task's token says that the task goes on. */
    record TaskHeartbeat(long pending) implements ToPending {
        @Override
        public void handle(PendingEvent waiting) {
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

        static ChildEnded of(String mapRunArn, int child, ExecutionSnapshot ended) {
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

        ExecutionSnapshot snapshot(ExecutionSpec spec) {
            return new ExecutionSnapshot(spec, status, startDate, stopDate, output, error, cause, redriveCount, null);
        }

        @Override
        public void handle(DistributedMapVisit run) {
            run.childEnded(this);
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
        public void handle(DistributedMapVisit run) {
            run.limitsChanged(this);
        }
    }
}
