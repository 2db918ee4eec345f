package dev.anabranch.engine.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one execution. One thread at a time adds; any thread may read. A history that is not kept counts its events
 * only: error texts name event ids even where nobody can look them up.
 */
public final class History {

    private final boolean kept;
    private final ArrayList<HistoryEvent> events = new ArrayList<>();
    private @Nullable PackedEvents packed;
    private long lastId;

    private History(boolean kept) {
        this.kept = kept;
    }

    /** A history that can be read. */
    public static History kept() {
        return new History(true);
    }

    /** A history that only counts. */
    public static History counted() {
        return new History(false);
    }

    /** Adds an event and answers its id. */
    public synchronized long add(Instant timestamp, long previousEventId, EventType type, EventDetails details) {
        lastId++;
        if (kept) {
            unpack();
            events.add(new HistoryEvent(lastId, previousEventId, timestamp, type, details));
        }
        return lastId;
    }

    /** The id of the latest event; 0 if there is none. */
    public synchronized long lastId() {
        return lastId;
    }

    /** Every event so far, in order. */
    public synchronized List<HistoryEvent> events() {
        return packed == null ? List.copyOf(events) : packed.events();
    }

    /** Keeps the events in a tenth of the memory, until one is added again. For histories that are hardly ever read. */
    public synchronized void pack() {
        if (kept && packed == null) {
            packed = PackedEvents.of(events);
            events.clear();
            events.trimToSize();
        }
    }

    /** The events in few bytes. */
    public synchronized byte[] packedBytes() {
        return (packed == null ? PackedEvents.of(events) : packed).bytes();
    }

    /** The events that {@link #packedBytes} had. */
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
