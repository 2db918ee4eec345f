package dev.anabranch.runtime.internal.fanin;

import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over records with access to their results. Adjacent results of a batch in one object are fetched with one
 * request.
 */
final class RecordFetcher implements Iterator<RecordFetcher.Reading> {

    /**
     * The maximum size in bytes of a range that is fetched with one request. Several such requests can be in flight.
     */
    static final int TOGETHER_BYTES = 1024 * 1024;

    private final Iterator<ActionRecord> records;
    private final PayloadStore payloads;
    private final Deque<Reading> ready = new ArrayDeque<>();
    private @Nullable ActionRecord held;

    RecordFetcher(Iterator<ActionRecord> records, PayloadStore payloads) {
        this.records = records;
        this.payloads = payloads;
    }

    /** A record, and whether reading its result waits for the network. */
    record Reading(
            ActionRecord record, boolean remote, @Nullable Together together) {

        /** Opens the JSON of the result. The caller closes the stream. */
        InputStream open(StoredResult stored, PayloadStore from) {
            return together != null && stored instanceof StoredResult.Part part
                    ? together.open(part)
                    : from.open(stored);
        }
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || held != null || records.hasNext();
    }

    @Override
    public Reading next() {
        if (ready.isEmpty()) {
            fill();
        }
        return ready.remove();
    }

    private void fill() {
        ActionRecord first = take();
        if (first == null) {
            throw new NoSuchElementException("All records have been read.");
        }
        StoredResult result = first.stored().orElse(null);
        if (!(result instanceof StoredResult.Part part)) {
            ready.add(new Reading(
                    first, result == null ? FanIn.isMissed(first) : result instanceof StoredResult.InStore, null));
            return;
        }
        Together together = new Together(payloads, part);
        ready.add(new Reading(first, true, together));
        for (ActionRecord next = take(); next != null; next = take()) {
            if (!(next.stored().orElse(null) instanceof StoredResult.Part more) || !together.extend(more)) {
                held = next;
                return;
            }
            ready.add(new Reading(next, false, together));
        }
    }

    private @Nullable ActionRecord take() {
        ActionRecord taken = held;
        held = null;
        return taken != null ? taken : records.hasNext() ? records.next() : null;
    }

    /** A range of an object with the results of several actions, fetched when the first of them is read. */
    static final class Together {
        private final PayloadStore payloads;
        private final String key;
        private final long from;
        private long end;
        private byte @Nullable [] bytes;

        Together(PayloadStore payloads, StoredResult.Part first) {
            this.payloads = payloads;
            this.key = first.key();
            this.from = first.offset();
            this.end = first.offset() + first.size();
        }

        /**
         * Extends the range to another result; returns false if that is in another object or would exceed the maximum
         * size.
         */
        boolean extend(StoredResult.Part next) {
            long extended = next.offset() + next.size();
            if (!next.key().equals(key) || next.offset() < end || extended - from > TOGETHER_BYTES) {
                return false;
            }
            end = extended;
            return true;
        }

        InputStream open(StoredResult.Part part) {
            return new ByteArrayInputStream(bytes(), (int) (part.offset() - from), (int) part.size());
        }

        private synchronized byte[] bytes() {
            byte[] fetched = bytes;
            if (fetched == null) {
                try (InputStream in = payloads.open(key, from, end - from)) {
                    fetched = in.readAllBytes();
                } catch (IOException e) {
                    throw new StoreException("`" + key + "` could not be read completely.", e);
                }
                bytes = fetched;
            }
            return fetched;
        }
    }
}
