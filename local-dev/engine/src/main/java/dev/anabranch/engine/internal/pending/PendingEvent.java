package dev.anabranch.engine.internal.pending;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.message.PendingReceiver;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/**
 * An event that an execution waits for. It is settled once: by its message or by being cancelled. Creating and beginning it are
 * separate, because a replay begins only the events that are still pending at its end.
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

    /** The number by which messages name this event. */
    protected final long number() {
        return number;
    }

    /** Begins the call, timer or work. */
    abstract void begin();

    /** Begins it after a restart, whether or not it had begun before. */
    void beginAgain() {
        begin();
    }

    /** Settles the event. Returns false if it was settled before. */
    final boolean settle() {
        boolean first = !settled;
        settled = true;
        events.forget(this);
        return first;
    }

    /** Cancels the event; a no-op if it is settled. */
    public final void cancel() {
        if (settle()) {
            cancelled();
        }
    }

    /** Releases what was begun, after the event was cancelled. */
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
