package dev.anabranch.runtime.internal.fanin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.codec.JsonMismatch;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Results that are read lazily from the records of a fan-out's actions. */
final class RecordedResults<R extends @Nullable Object> implements Results<R> {

    /** The maximum number of large results in flight from the payload store. */
    private static final int PAYLOADS_AHEAD = 8;

    private final FanIn fanIn;
    private final ObjectReader reader;

    /**
     * The number of visible records up to the end of each block, if failed items are skipped. Computed on first use.
     */
    private long @Nullable [] visibleCounts;

    private long lastIndex = -1;
    private long lastBlock = -1;
    private List<ActionRecord> lastRecords = List.of();

    RecordedResults(FanIn fanIn, JavaType element) {
        this.fanIn = fanIn;
        this.reader = TaskJson.reader(element);
    }

    @Override
    public long size() {
        if (fanIn.failures() != Wire.Failures.SKIP) {
            return fanIn.count();
        }
        long[] counts = visibleCounts();
        return counts.length == 0 ? 0 : counts[counts.length - 1];
    }

    @Override
    public Iterator<R> iterator() {
        return new ReadAhead<>(new Jobs(), PAYLOADS_AHEAD, fanIn.executor());
    }

    @Override
    public synchronized R get(long index) {
        Objects.checkIndex(index, size());
        ActionRecord record = fanIn.failures() == Wire.Failures.SKIP ? nthVisible(index) : recordAt(index);
        return read(record, fanIn.payloads()::open);
    }

    /** Reads whole blocks for sequential access and single records for random access. */
    private ActionRecord recordAt(long index) {
        boolean sequential = index == lastIndex + 1;
        lastIndex = index;
        long block = index / RecordKey.BLOCK;
        ActionRecord record = sequential || block == lastBlock
                ? block(block).get((int) (index % RecordKey.BLOCK))
                : fanIn.record(index);
        fanIn.isVisible(record);
        return record;
    }

    private ActionRecord nthVisible(long index) {
        long[] counts = visibleCounts();
        int block = 0;
        while (counts[block] <= index) {
            block++;
        }
        long before = block == 0 ? 0 : counts[block - 1];
        return block(block).stream()
                .filter(fanIn::isVisible)
                .skip(index - before)
                .findFirst()
                .orElseThrow();
    }

    private List<ActionRecord> block(long block) {
        if (block != lastBlock) {
            lastRecords = fanIn.block(block);
            lastBlock = block;
        }
        return lastRecords;
    }

    private synchronized long[] visibleCounts() {
        if (visibleCounts == null) {
            long[] counts = new long[(int) fanIn.blocks()];
            Iterator<ActionRecord> records = fanIn.records();
            for (long index = 0; records.hasNext(); index++) {
                if (fanIn.isVisible(records.next())) {
                    counts[(int) (index / RecordKey.BLOCK)]++;
                }
            }
            for (int block = 1; block < counts.length; block++) {
                counts[block] += counts[block - 1];
            }
            visibleCounts = counts;
        }
        return visibleCounts;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // R is the reader's type, which may be null, or an outcome of it.
    private R read(ActionRecord record, Function<StoredResult, InputStream> opener) {
        if (fanIn.failures() != Wire.Failures.OUTCOMES) {
            return (R) decoded(record, opener);
        }
        return record.status().hasResult()
                ? (R) new Outcome.Succeeded<>(decoded(record, opener))
                : (R) fanIn.failed(record);
    }

    private @Nullable Object decoded(ActionRecord record, Function<StoredResult, InputStream> opener) {
        StoredResult stored = fanIn.stored(record);
        try {
            if (stored instanceof StoredResult.Inline inline) {
                return reader.readValue(inline.json());
            }
            try (InputStream in = opener.apply(stored)) {
                return reader.readValue(in);
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableInput("The result of " + record.key().partition() + " "
                    + record.key().sort() + ": " + JsonMismatch.describe(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the job that reads a result. It is remote if the result is in the payload store. */
    private ReadAhead.Job<R> job(RecordFetcher.FetchedRecord fetched) {
        return new ReadAhead.Job<>(
                fetched.remote(), () -> read(fetched.record(), stored -> fetched.open(stored, fanIn.payloads())));
    }

    /** The jobs that read the visible results. */
    private final class Jobs implements Iterator<ReadAhead.Job<R>> {
        private final Iterator<RecordFetcher.FetchedRecord> records =
                new RecordFetcher(fanIn.visibleRecords(), fanIn.payloads());

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public ReadAhead.Job<R> next() {
            return job(records.next());
        }
    }
}
