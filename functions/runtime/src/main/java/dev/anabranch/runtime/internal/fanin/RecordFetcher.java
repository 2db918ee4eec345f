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
final class RecordFetcher implements Iterator<RecordFetcher.FetchedRecord> {

    /**
     * The maximum size in bytes of a range that is fetched with one request. Several such requests can be in flight.
     */
    static final int MAX_RANGE_BYTES = 1024 * 1024;

    private final Iterator<ActionRecord> records;
    private final PayloadStore payloads;
    private final Deque<FetchedRecord> ready = new ArrayDeque<>();
    private @Nullable ActionRecord lookahead;

    RecordFetcher(Iterator<ActionRecord> records, PayloadStore payloads) {
        this.records = records;
        this.payloads = payloads;
    }

    /** A record, and whether reading its result waits for the network. */
    record FetchedRecord(
            ActionRecord record, boolean remote, @Nullable ResultRange range) {

        /** Opens the JSON of the result. The caller closes the stream. */
        InputStream open(StoredResult stored, PayloadStore from) {
            return range != null && stored instanceof StoredResult.Part part ? range.open(part) : from.open(stored);
        }
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || lookahead != null || records.hasNext();
    }

    @Override
    public FetchedRecord next() {
        if (ready.isEmpty()) {
            fill();
        }
        return ready.remove();
    }

    private void fill() {
        ActionRecord first = nextRecord();
        if (first == null) {
            throw new NoSuchElementException("All records have been read.");
        }
        StoredResult result = first.stored().orElse(null);
        if (!(result instanceof StoredResult.Part part)) {
            ready.add(new FetchedRecord(
                    first, result == null ? FanIn.wasNotReached(first) : result instanceof StoredResult.InStore, null));
            return;
        }
        ResultRange range = new ResultRange(payloads, part);
        ready.add(new FetchedRecord(first, true, range));
        for (ActionRecord next = nextRecord(); next != null; next = nextRecord()) {
            if (!(next.stored().orElse(null) instanceof StoredResult.Part more) || !range.extend(more)) {
                lookahead = next;
                return;
            }
            ready.add(new FetchedRecord(next, false, range));
        }
    }

    private @Nullable ActionRecord nextRecord() {
        ActionRecord next = lookahead;
        lookahead = null;
        return next != null ? next : records.hasNext() ? records.next() : null;
    }

    /** A range of an object with the results of several actions, fetched when the first of them is read. */
    static final class ResultRange {
        private final PayloadStore payloads;
        private final String key;
        private final long from;
        private long end;
        private byte @Nullable [] bytes;

        ResultRange(PayloadStore payloads, StoredResult.Part first) {
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
            if (!next.key().equals(key) || next.offset() < end || extended - from > MAX_RANGE_BYTES) {
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
