package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to an execution from outside. What an execution does depends on its messages only, their order and their
 * times; whoever has them all can bring it back.
 */
sealed interface Message {

    /** Whether anything can come of the message now; it is dropped otherwise. */
    boolean concerns(Execution execution);

    /** Does what the message says. */
    void handle(Execution execution);

    /** It is stopped. */
    record Stop(@Nullable String error, @Nullable String cause) implements Message {
        @Override
        public boolean concerns(Execution execution) {
            return execution.isRunning();
        }

        @Override
        public void handle(Execution execution) {
            execution.stopped(Failure.of(error, cause));
        }
    }

    /** It goes on with what had not succeeded. */
    record Redrive() implements Message {
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
    record Due(long pending) implements Message {
        @Override
        public boolean concerns(Execution execution) {
            return execution.isPending(pending);
        }

        @Override
        public void handle(Execution execution) {
            execution.ifPending(pending, Pending::onDue);
        }
    }

    /** The job that a call started was submitted. */
    record Submitted(long pending, JsonNode response) implements Message {
        @Override
        public boolean concerns(Execution execution) {
            return execution.isPending(pending);
        }

        @Override
        public void handle(Execution execution) {
            execution.ifPending(pending, waiting -> waiting.onSubmitted(response));
        }
    }

    /** Something that was done elsewhere has come to an end: with a result or a failure. */
    record Answered(
            long pending,
            @Nullable JsonNode result,
            @Nullable Failure failure) implements Message {
        @Override
        public boolean concerns(Execution execution) {
            return execution.isPending(pending);
        }

        @Override
        public void handle(Execution execution) {
            execution.ifPending(pending, waiting -> waiting.onAnswered(result, failure));
        }
    }

    /** Whoever has a task's token says that the task succeeded. */
    record TaskSucceeded(long pending, JsonNode output) implements Message {
        @Override
        public boolean concerns(Execution execution) {
            return execution.isPending(pending);
        }

        @Override
        public void handle(Execution execution) {
            execution.ifPending(pending, waiting -> waiting.onTaskSucceeded(output));
        }
    }

    /** Whoever has a task's token says that the task failed. */
    record TaskFailed(
            long pending, @Nullable String error, @Nullable String cause) implements Message {
        @Override
        public boolean concerns(Execution execution) {
            return execution.isPending(pending);
        }

        @Override
        public void handle(Execution execution) {
            execution.ifPending(pending, waiting -> waiting.onTaskFailed(Failure.of(error, cause)));
        }
    }

    /** Whoever has a task's token says that the task goes on. */
    record TaskHeartbeat(long pending) implements Message {
        @Override
        public boolean concerns(Execution execution) {
            return execution.isPending(pending);
        }

        @Override
        public void handle(Execution execution) {
            execution.ifPending(pending, Pending::onTaskHeartbeat);
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
            implements Message {

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
        public boolean concerns(Execution execution) {
            return execution.hasMapRun(mapRunArn);
        }

        @Override
        public void handle(Execution execution) {
            execution.ifMapRun(mapRunArn, run -> run.childEnded(this));
        }
    }

    /** The limits of a Map Run were changed; null leaves one as it is. */
    record LimitsChanged(
            String mapRunArn,
            @Nullable Long maxConcurrency,
            @Nullable Long toleratedFailureCount,
            @Nullable Double toleratedFailurePercentage)
            implements Message {
        @Override
        public boolean concerns(Execution execution) {
            return execution.hasMapRun(mapRunArn);
        }

        @Override
        public void handle(Execution execution) {
            execution.ifMapRun(mapRunArn, run -> run.limitsChanged(this));
        }
    }
}
