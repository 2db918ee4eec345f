package dev.anabranch.engine.internal.pending;

import dev.anabranch.engine.internal.message.ExecutionMailbox;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pending events of one execution by number. Not thread-safe; used only while a message of the execution is
 * handled.
 */
public final class PendingEvents {

    private final ExecutionMailbox mailbox;
    private final ExecutionPorts ports;
    private final Map<Long, PendingEvent> pending = new LinkedHashMap<>();
    private long lastNumber;

    public PendingEvents(ExecutionMailbox mailbox, ExecutionPorts ports) {
        this.mailbox = mailbox;
        this.ports = ports;
    }

    /** Adds an event. Starts it unless messages are being replayed. */
    public void await(PendingEvent event) {
        pending.put(event.number(), event);
        if (!mailbox.isReplaying()) {
            event.begin();
        }
    }

    /** Runs an action after a delay, unless the returned event is cancelled first. */
    public PendingEvent after(Duration delay, Runnable action) {
        return after(delay, () -> false, action);
    }

    /**
     * Runs an action after a delay, unless the returned event is cancelled first.
     *
     * @param anew evaluated after a restart; true to start the whole delay again
     */
    public PendingEvent after(Duration delay, BooleanSupplier anew, Runnable action) {
        PendingTimer timer = new PendingTimer(this, delay, anew, action, ports.clock()::schedule);
        await(timer);
        return timer;
    }

    /** Runs an action at the end of a wait, unless the returned event is cancelled first. */
    public PendingEvent afterWait(Duration delay, Runnable action) {
        PendingTimer timer = new PendingTimer(this, delay, () -> false, action, ports.clock()::scheduleWait);
        await(timer);
        return timer;
    }

    /** Returns the pending event with a number, or null. */
    public @Nullable PendingEvent find(long number) {
        return pending.get(number);
    }

    /** Starts all pending events after a replay. */
    public void beginAgain() {
        List.copyOf(pending.values()).forEach(PendingEvent::beginAgain);
    }

    /** Removes all events without cancelling them. */
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
