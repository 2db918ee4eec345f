package dev.anabranch.engine.internal.pending;

import dev.anabranch.engine.internal.message.ExecutionMailbox;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The events that one execution waits for, by their numbers. Only messages of the execution use it. */
public final class PendingEvents {

    private final ExecutionMailbox mailbox;
    private final ExecutionPorts ports;
    private final Map<Long, PendingEvent> pending = new LinkedHashMap<>();
    private long lastNumber;

    public PendingEvents(ExecutionMailbox mailbox, ExecutionPorts ports) {
        this.mailbox = mailbox;
        this.ports = ports;
    }

    /** Waits for an event, and begins it, unless messages are being replayed. */
    public void await(PendingEvent event) {
        pending.put(event.number(), event);
        if (!mailbox.isReplaying()) {
            event.begin();
        }
    }

    /** Runs the action after a delay, unless the returned event is cancelled before. */
    public PendingEvent after(Duration delay, Runnable action) {
        return after(delay, () -> false, action);
    }

    /** @param anew whether, after a restart, the whole delay begins again */
    public PendingEvent after(Duration delay, BooleanSupplier anew, Runnable action) {
        PendingTimer timer = new PendingTimer(this, delay, anew, action, ports.clock()::schedule);
        await(timer);
        return timer;
    }

    /** Runs the action at the end of a wait, unless the returned event is cancelled before. */
    public PendingEvent afterWait(Duration delay, Runnable action) {
        PendingTimer timer = new PendingTimer(this, delay, () -> false, action, ports.clock()::scheduleWait);
        await(timer);
        return timer;
    }

    /** Returns the pending event of that number, or null. */
    public @Nullable PendingEvent find(long number) {
        return pending.get(number);
    }

    /** Begins all pending events after a replay. */
    public void beginAgain() {
        List.copyOf(pending.values()).forEach(PendingEvent::beginAgain);
    }

    /** Forgets all events without cancelling them. */
    public void clear() {
        pending.clear();
    }

    void forget(PendingEvent event) {
        pending.remove(event.number());
    }

    long nextNumber() {
        return ++lastNumber;
    }

    ExecutionMailbox mailbox() {
        return mailbox;
    }

    ExecutionPorts ports() {
        return ports;
    }
}
