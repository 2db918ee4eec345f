package dev.anabranch.engine.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one execution. One thread at a time may add events; any thread may read. A history that is not kept
 * only counts its events, because error texts contain event ids.
 */
public final class History {

    private final boolean kept;
    private final ArrayList<HistoryEvent> events = new ArrayList<>();
    private @Nullable PackedEvents packed;
    private long lastId;

    private History(boolean kept) {
        this.kept = kept;
    }

    /** Returns a history that keeps its events. */
    public static History kept() {
        return new History(true);
    }

    /** Returns a history that only counts its events. */
    public static History counted() {
        return new History(false);
    }

    /** Adds an event and returns its id. */
    public synchronized long add(Instant timestamp, long previousEventId, EventType type, EventDetails details) {
        lastId++;
        if (kept) {
            unpack();
            events.add(new HistoryEvent(lastId, previousEventId, timestamp, type, details));
        }
        return lastId;
    }

    /** Returns the id of the latest event; 0 if the history is empty. */
    public synchronized long lastId() {
        return lastId;
    }

    /** Returns all events so far, in order. */
    public synchronized List<HistoryEvent> events() {
        return packed == null ? List.copyOf(events) : packed.events();
    }

    /** Compresses the events until the next event is added. For histories that are rarely read. */
    public synchronized void pack() {
        if (kept && packed == null) {
            packed = PackedEvents.of(events);
            events.clear();
            events.trimToSize();
        }
    }

    /** Returns the compressed events. */
    public synchronized byte[] packedBytes() {
        return (packed == null ? PackedEvents.of(events) : packed).bytes();
    }

    /** Returns the events from the bytes that {@link #packedBytes} returned. */
    public static List<HistoryEvent> unpacked(byte[] bytes) {
        return PackedEvents.ofBytes(bytes).events();
    }

    private void unpack() {
        if (packed != null) {
            events.addAll(packed.events());
            packed = null;
        }
    }
}
