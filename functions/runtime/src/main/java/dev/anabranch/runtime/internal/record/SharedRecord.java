package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the actions of a batch, which share a record: consecutive indexes within a block. What is said here of all of them
 * holds for those that have not ended. It is written as a whole, and only over the version that was read, so that of two who
 * finish the same action the first wins.
 *
 * @param key where the record is: that of the first action
 * @param width how many actions share it
 * @param status SUCCEEDED where all have results, RUNNING while an attempt is under way, else how that ended
 * @param attempts how many attempts have begun
 * @param order which attempt began last, see {@link Attempt#order()}; 0 where none did
 * @param version how often the runtime has written it
 * @param began when the latest attempt began; null when none has
 * @param finished when it ended; null while it runs
 * @param error the name of the error that ended those that had not ended; null where there is none
 * @param message what that error said
 * @param log where the log of the latest attempt is; null where unknown
 * @param endings how actions have ended, in the order of their offsets
 */
public record SharedRecord(
        RecordKey key,
        int width,
        ActionStatus status,
        int attempts,
        long order,
        long version,
        @Nullable Instant began,
        @Nullable Instant finished,
        @Nullable String error,
        @Nullable String message,
        @Nullable String log,
        List<Ending> endings) {

    /** Attempts of one entry into a state differ by less: see {@link dev.anabranch.runtime.internal.wire.Invocation#attemptOrder()}. */
    private static final long ATTEMPTS_OF_AN_ENTRY = 1_000;

    /** Copies the list. */
    public SharedRecord {
        endings = List.copyOf(endings);
    }

    /**
     * How one action ended.
     *
     * @param offset its index less that of the first action
     * @param record what is known of it; of the attempt that ended it
     */
    public record Ending(int offset, ActionRecord record) {

        public boolean permanent() {
            return record.permanent();
        }

        boolean hasResult() {
            return record.status().hasResult();
        }
    }

    /** The index of the first action. */
    public long first() {
        return Long.parseLong(key.sort());
    }

    /** The record of one action as if it had one of its own; empty where it does not share this one. */
    public Optional<ActionRecord> action(long index) {
        long offset = index - first();
        return offset < 0 || offset >= width
                ? Optional.empty()
                : Optional.of(actions().get((int) offset));
    }

    /** The records of the actions as if each had its own, in the order of their indexes. */
    public List<ActionRecord> actions() {
        List<ActionRecord> actions = new ArrayList<>(width);
        long first = first();
        int next = 0;
        for (int offset = 0; offset < width; offset++) {
            Ending ending = null;
            if (next < endings.size() && endings.get(next).offset() == offset) {
                ending = endings.get(next++);
            }
            actions.add(
                    ending != null && isOver(ending)
                            ? ending.record()
                            : unended(new RecordKey(key.partition(), RecordKey.sort(first + offset))));
        }
        return actions;
    }

    private ActionRecord unended(RecordKey action) {
        return new ActionRecord(action, status, attempts, order, began, finished, error, message, null, log);
    }

    /** How an action ended that the latest attempt need not run: it has a result, or that attempt or an equal one gave it up. */
    public Optional<Ending> ended(int offset) {
        return endings.stream()
                .filter(ending -> ending.offset() == offset && isOver(ending))
                .findFirst();
    }

    private boolean isOver(Ending ending) {
        long by = ending.record().order();
        if (ending.hasResult() || by == order) {
            return true;
        }
        // The order of a failure that the state machine has recorded is that of no attempt.
        return status == ActionStatus.RUNNING
                ? ending.permanent() && by / ATTEMPTS_OF_AN_ENTRY == order / ATTEMPTS_OF_AN_ENTRY
                : ending.permanent() || ending.record().attempts() == attempts;
    }

    /** Characters of results that are in the record itself. */
    public static long inline(Collection<Ending> endings) {
        long length = 0;
        for (Ending ending : endings) {
            if (ending.record().result() instanceof StoredResult.Inline inline) {
                length += inline.json().length();
            }
        }
        return length;
    }

    /**
     * This with what an attempt has done: a result stays, whoever brought it first; of an attempt that another has followed only results
     * count.
     */
    public SharedRecord with(long by, Collection<Ending> more, Instant now) {
        TreeMap<Integer, Ending> all = new TreeMap<>();
        endings.forEach(ending -> all.put(ending.offset(), ending));
        for (Ending ending : more) {
            Ending standing = all.get(ending.offset());
            boolean open = standing == null || !standing.hasResult();
            if (open && (ending.hasResult() || by == order)) {
                all.put(ending.offset(), ending);
            }
        }
        ActionStatus next = status(all.values());
        return new SharedRecord(
                key,
                width,
                next,
                attempts,
                order,
                version,
                began,
                next == ActionStatus.RUNNING ? null : now,
                null,
                null,
                log,
                List.copyOf(all.values()));
    }

    private ActionStatus status(Collection<Ending> all) {
        if (all.stream().filter(Ending::hasResult).count() == width) {
            return ActionStatus.SUCCEEDED;
        }
        return all.stream().filter(this::isOver).count() == width ? ActionStatus.FAILED : ActionStatus.RUNNING;
    }
}
