package dev.anabranch.engine.internal.pending;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.message.PendingReceiver;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/**
 * An event for which an execution waits. It is settled once, by its message or by cancelling it. Creating and starting
 * an event are separate, because a replay starts only the events that are still pending at its end.
 */
public abstract class PendingEvent implements PendingReceiver {

    private final PendingEvents events;
    private final long number;
    private boolean settled;

    PendingEvent(PendingEvents events) {
        this.events = events;
        this.number = events.nextNumber();
    }

    final PendingEvents events() {
        return events;
    }

    /** Returns the number with which messages refer to this event. */
    protected final long number() {
        return number;
    }

    /** Starts the call, timer or work. */
    abstract void begin();

    /** Starts the event after a restart, also if it had started before the restart. */
    void beginAgain() {
        begin();
    }

    /** Settles the event. Returns false if it was already settled. */
    final boolean settle() {
        boolean first = !settled;
        settled = true;
        events.forget(this);
        return first;
    }

    /** Cancels the event. A no-op if it is settled. */
    public final void cancel() {
        if (settle()) {
            cancelled();
        }
    }

    /** Releases the resources of the event after it was cancelled. */
    void cancelled() {}

    @Override
    public void onDue() {}

    @Override
    public void onAnswered(@Nullable JsonNode result, @Nullable StateFailure failure) {}

    @Override
    public void onSubmitted(JsonNode response) {}

    @Override
    public void onTaskSucceeded(JsonNode output) {}

    @Override
    public void onTaskFailed(StateFailure failure) {}

    @Override
    public void onTaskHeartbeat() {}
}
