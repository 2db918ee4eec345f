package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/**
 * Something that an execution waits for. It is settled once, by what it waits for or by being cancelled, and only by messages of the
 * execution. It has a number, by which messages name it, and is begun apart from being made: when messages are handled again after a
 * restart, only what is still waited for in the end is begun.
 */
class PendingEvent {

    private final Execution execution;
    private final long number;
    private boolean settled;

    PendingEvent(Execution execution) {
        this.execution = execution;
        this.number = execution.nextPendingNumber();
    }

    final Execution execution() {
        return execution;
    }

    final long number() {
        return number;
    }

    /** Lets what is waited for begin. */
    void begin() {}

    /** Lets it begin after a restart, when it had begun before or not. */
    void beginAgain() {
        begin();
    }

    /** Whether this is what settles it. */
    final boolean settle() {
        boolean first = !settled;
        settled = true;
        execution.forget(this);
        return first;
    }

    final void cancel() {
        if (settle()) {
            cancelled();
        }
    }

    /** Nobody waits any more. */
    void cancelled() {}

    /** The time has come. */
    void onDue() {}

    /** What was begun has ended: with a result or with a failure. */
    void onAnswered(@Nullable JsonNode result, @Nullable StateFailure failure) {}

    /** The job was submitted. */
    void onSubmitted(JsonNode response) {}

    /** The token's owner says that the task succeeded. */
    void onTaskSucceeded(JsonNode output) {}

    /** The token's owner says that the task failed. */
    void onTaskFailed(StateFailure failure) {}

    /** The token's owner says that the task goes on. */
    void onTaskHeartbeat() {}
}
