package dev.anabranch.runtime.internal.fanin;

import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.codec.StoredResults;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.PlatformCause;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The records of a fan-out's actions, read as results. A block of {@link RecordKey#BLOCK} records takes one Query.
 * {@link #BLOCKS_AHEAD} blocks are read ahead, so at most four blocks are in memory: 4 x 250 x 8 KB.
 */
final class FanIn implements StoredResults {

    private static final int BLOCKS_AHEAD = 3;

    private final String runId;
    private final Wire.Results wire;
    private final ActionStore actions;
    private final PayloadStore payloads;
    private final Executor executor;

    FanIn(String runId, Wire.Results wire, ActionStore actions, PayloadStore payloads, Executor executor) {
        this.runId = runId;
        this.wire = wire;
        this.actions = actions;
        this.payloads = payloads;
        this.executor = executor;
    }

    /** Returns the results, each read as {@code element}. */
    @Override
    public Results<?> as(JavaType element) {
        boolean outcomes = failures() == Wire.Failures.OUTCOMES;
        if (outcomes && !Outcome.class.isAssignableFrom(element.getRawClass())) {
            throw new UnreadableInput("The results of node `" + wire.node() + "` are outcomes, but are read as `"
                    + element.toCanonical() + "`.");
        }
        return new RecordedResults<>(this, outcomes ? element.containedTypeOrUnknown(0) : element);
    }

    Wire.Failures failures() {
        return wire.failures();
    }

    /** Returns how many results are read; 0 for all. */
    int first() {
        return wire.first();
    }

    long count() {
        return wire.count();
    }

    PayloadStore payloads() {
        return payloads;
    }

    Executor executor() {
        return executor;
    }

    long blocks() {
        return (count() + RecordKey.BLOCK - 1) / RecordKey.BLOCK;
    }

    /** Returns the record of one index, in any status. */
    ActionRecord record(long index) {
        return actions.read(RecordKey.of(runId, wire.node(), path(index))).orElseThrow(() -> missing(index));
    }

    /** Returns the records of one block, one for each index, in any status. */
    List<ActionRecord> block(long block) {
        String partition = RecordKey.block(runId, wire.node(), wire.path(), block);
        Iterator<ActionRecord> found = actions.readBlock(partition).iterator();
        long first = block * RecordKey.BLOCK;
        long end = Math.min(count(), first + RecordKey.BLOCK);
        List<ActionRecord> records = new ArrayList<>((int) (end - first));
        for (long index = first; index < end; index++) {
            ActionRecord record = found.hasNext() ? found.next() : null;
            if (record == null || !record.key().sort().equals(RecordKey.sort(index))) {
                throw missing(index);
            }
            records.add(record);
        }
        return records;
    }

    /** Returns the records of one block that exist, in any status. */
    private List<ActionRecord> existing(long block) {
        String end = RecordKey.sort(count());
        return actions.readBlock(RecordKey.block(runId, wire.node(), wire.path(), block)).stream()
                .filter(record -> record.key().sort().compareTo(end) < 0)
                .toList();
    }

    /** Returns the records that exist, in any status, in order and read ahead. */
    Iterator<ActionRecord> existingRecords() {
        return records(this::existing);
    }

    /** Returns all records in order, read ahead. */
    Iterator<ActionRecord> records() {
        return records(this::block);
    }

    private Iterator<ActionRecord> records(LongFunction<List<ActionRecord>> reader) {
        Iterator<ReadAhead.Job<List<ActionRecord>>> jobs = LongStream.range(0, blocks())
                .mapToObj(block -> ReadAhead.Job.remote(() -> reader.apply(block)))
                .iterator();
        return new RecordsOfBlocks(new ReadAhead<>(jobs, BLOCKS_AHEAD, executor));
    }

    /** Returns the records that the reader sees, read ahead. */
    Iterator<ActionRecord> visibleRecords() {
        Iterator<ActionRecord> all = records();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED), false)
                .filter(this::isVisible)
                .iterator();
    }

    /** Returns a description of the fan-in, for use as the subject of a sentence. */
    String description() {
        return String.format(Locale.ROOT, "The list of %,d results of `%s`", count(), wire.node());
    }

    /** Returns true if the reader sees this record; throws {@link UnreadableInput} if the fan-in must not have it. */
    boolean isVisible(ActionRecord record) {
        return switch (record.status()) {
            case SUCCEEDED, CACHED -> true;
            case RUNNING -> throw unusable(record, "is still running");
            case FAILED, ABORTED ->
                switch (failures()) {
                    case NONE ->
                        throw unusable(
                                record,
                                "has no result, because it failed with " + record.errorName() + ": "
                                        + record.errorMessage());
                    case SKIP -> false;
                    case OUTCOMES, COUNT, FIRST -> true;
                };
        };
    }

    /** Returns why an item failed. An action that was not reached has the failure of the earlier action of its item. */
    <R> Outcome.Failed<R> failed(ActionRecord record) {
        return failed(record, runId, actions);
    }

    /** As {@link #failed(ActionRecord)}, for a record of {@code runId}. */
    static <R> Outcome.Failed<R> failed(ActionRecord record, String runId, ActionStore actions) {
        if (!wasNotReached(record)) {
            return failure(record);
        }
        String message = Optional.ofNullable(record.message()).orElse("");
        Optional<FailureOrigin> origin = FailureOrigin.parse(message);
        if (origin.isEmpty() && !message.isEmpty()) {
            // The state machine itself has failed, for example because a list is longer than promised.
            return new Outcome.Failed<>(
                    record.errorName(), PlatformCause.sentence(record.errorName(), message), record.attempts());
        }
        return origin.flatMap(action -> actions.read(RecordKey.of(runId, action.node(), action.path())))
                .filter(action -> action.status() == ActionStatus.FAILED)
                .<Outcome.Failed<R>>map(FanIn::failure)
                .orElseGet(() -> failure(record));
    }

    private static <R> Outcome.Failed<R> failure(ActionRecord record) {
        return new Outcome.Failed<>(record.errorName(), record.errorMessage(), record.attempts());
    }

    /** Returns the failure of an item with the action that failed, as a sentence without its end. */
    String describe(ActionRecord record) {
        Outcome.Failed<?> failed = failed(record);
        String action = Optional.ofNullable(record.message())
                .filter(message -> wasNotReached(record))
                .flatMap(FailureOrigin::parse)
                .map(origin -> label(origin.node(), origin.path()))
                .orElseGet(() -> label(path(Long.parseLong(record.key().sort()))));
        return action + " failed with " + failed.error() + (failed.message().isEmpty() ? "" : ": " + failed.message());
    }

    /**
     * Returns true for the record of an action that was not reached, because another action of the same item failed.
     */
    static boolean wasNotReached(ActionRecord record) {
        return record.attempts() == 0 || record.status() == ActionStatus.ABORTED;
    }

    /** Returns where the result of a record is; throws {@link UnreadableInput} if it has none. */
    StoredResult stored(ActionRecord record) {
        Optional<StoredResult> stored = record.stored();
        return stored.orElseThrow(() -> unusable(record, "has no stored result"));
    }

    /** Returns why the fan-in cannot be read: the record of an index does not exist. */
    UnreadableInput missing(long index) {
        return new UnreadableInput(label(path(index)) + " has no record in run `" + runId
                + "`: it never started, or its records have expired.");
    }

    /** Returns why the fan-in cannot be read: the result of a record is needed. */
    UnreadableInput unusable(ActionRecord record, String why) {
        return new UnreadableInput(
                label(path(Long.parseLong(record.key().sort()))) + " of run `" + runId + "` " + why + ".");
    }

    private String label(List<Long> path) {
        return label(wire.node(), path);
    }

    private static String label(String node, List<Long> path) {
        return "Node `" + node + "`["
                + String.join(".", path.stream().map(String::valueOf).toList()) + "]";
    }

    private List<Long> path(long index) {
        List<Long> path = new ArrayList<>(wire.path());
        path.add(index);
        return path;
    }

    /** Iterates over the records of all blocks. */
    private static final class RecordsOfBlocks implements Iterator<ActionRecord> {
        private final Iterator<List<ActionRecord>> lists;
        private @Nullable Iterator<ActionRecord> current;

        RecordsOfBlocks(Iterator<List<ActionRecord>> lists) {
            this.lists = lists;
        }

        @Override
        public boolean hasNext() {
            while (current == null || !current.hasNext()) {
                if (!lists.hasNext()) {
                    return false;
                }
                current = lists.next().iterator();
            }
            return true;
        }

        @Override
        public ActionRecord next() {
            if (!hasNext() || current == null) {
                throw new NoSuchElementException("All records have been read.");
            }
            return current.next();
        }
    }
}
