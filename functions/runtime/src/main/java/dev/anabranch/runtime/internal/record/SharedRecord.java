package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The record that the actions of a batch share. They have consecutive indexes within a block. The status and error
 * apply to the actions that have not ended. The record is written as a whole and only over the version that was read,
 * so if two attempts finish the same action, the first one counts.
 *
 * @param key the key of the record, which is that of the first action
 * @param width the number of actions
 * @param status SUCCEEDED if all actions have results, RUNNING while an attempt is running, otherwise how the attempt
 *     ended
 * @param attempts the number of attempts that have begun
 * @param order the order of the latest attempt, see {@link RecordedAttempt#order()}; 0 if none has begun
 * @param version the number of writes by the runtime
 * @param began when the latest attempt began; null if none has
 * @param finished when it ended; null while it runs
 * @param error the name of the error of the actions that had not ended; null if there is none
 * @param message the message of that error
 * @param log the location of the latest attempt's log; null if unknown
 * @param endings how actions have ended, by offset
 * @param labels the labels of the actions, by offset; empty if none has one
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
        List<Ending> endings,
        List<ItemLabels> labels) {

    /**
     * The orders of attempts in one entry of a state differ by less, see
     * {@link dev.anabranch.runtime.internal.wire.Invocation#attemptOrder()}.
     */
    private static final long ATTEMPTS_OF_AN_ENTRY = 1_000;

    /** Creates a record whose actions have no labels. */
    public SharedRecord(
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
        this(key, width, status, attempts, order, version, began, finished, error, message, log, endings, List.of());
    }

    /** Copies the lists. */
    public SharedRecord {
        endings = List.copyOf(endings);
        labels = List.copyOf(labels);
    }

    /**
     * How an action ended.
     *
     * @param offset the index of the action minus that of the first action
     * @param record the record of the action, from the attempt that ended it
     */
    public record Ending(int offset, ActionRecord record) {

        public boolean permanent() {
            return record.permanent();
        }

        boolean hasResult() {
            return record.status().hasResult();
        }

        Ending after(Ending failure) {
            return new Ending(offset, record.after(failure.record));
        }
    }

    /** Returns the index of the first action. */
    public long first() {
        return Long.parseLong(key.sort());
    }

    /** Returns the record of an action as if it were not shared; empty if the action does not share this record. */
    public Optional<ActionRecord> action(long index) {
        long offset = index - first();
        return offset < 0 || offset >= width
                ? Optional.empty()
                : Optional.of(actions().get((int) offset));
    }

    /** Returns the records of all actions as if they were not shared, by index. */
    public List<ActionRecord> actions() {
        List<ActionRecord> actions = new ArrayList<>(width);
        long first = first();
        int next = 0;
        for (int offset = 0; offset < width; offset++) {
            Ending ending = null;
            if (next < endings.size() && endings.get(next).offset() == offset) {
                ending = endings.get(next++);
            }
            ActionRecord action = ending != null && hasEnded(ending)
                    ? record(ending)
                    : unended(new RecordKey(key.partition(), RecordKey.sort(first + offset)), ending);
            actions.add(offset < labels.size() ? action.labelled(labels.get(offset)) : action);
        }
        return actions;
    }

    private ActionRecord record(Ending ending) {
        boolean givenUp = status == ActionStatus.FAILED && ActionRecord.isGivenUp(order) && !ending.hasResult();
        return givenUp ? ending.record().givenUp() : ending.record();
    }

    /** @param earlier how an earlier attempt at the action has ended; null if none has */
    private ActionRecord unended(RecordKey action, @Nullable Ending earlier) {
        return ActionRecord.of(action, status)
                .attempts(attempts)
                .order(order)
                .began(began)
                .finished(finished)
                .log(log)
                .failure(error, message)
                .earlier(earlier == null ? List.of() : earlier.record().attemptsSoFar())
                .build();
    }

    /**
     * Returns how an action ended; empty if the latest attempt must run it. An action has ended if it has a result, or
     * if the latest attempt or one with the same order has given it up.
     */
    public Optional<Ending> ended(int offset) {
        return endings.stream()
                .filter(ending -> ending.offset() == offset && hasEnded(ending))
                .findFirst();
    }

    private boolean hasEnded(Ending ending) {
        long by = ending.record().order();
        if (ending.hasResult() || by == order) {
            return true;
        }
        // A failure that the state machine recorded has the order of no attempt.
        return status == ActionStatus.RUNNING
                ? ending.permanent() && by / ATTEMPTS_OF_AN_ENTRY == order / ATTEMPTS_OF_AN_ENTRY
                : ending.permanent() || ending.record().attempts() == attempts;
    }

    /** Returns the number of characters of results that are inline in the record. */
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
     * Returns this record with the endings of an attempt. An existing result is kept. From an attempt that is not the
     * latest, only results are added.
     */
    public SharedRecord merged(long by, Collection<Ending> more, Instant now) {
        TreeMap<Integer, Ending> all = new TreeMap<>();
        endings.forEach(ending -> all.put(ending.offset(), ending));
        for (Ending ending : more) {
            Ending existing = all.get(ending.offset());
            boolean mayChange = existing == null || !existing.hasResult();
            if (mayChange && (ending.hasResult() || by == order)) {
                all.put(ending.offset(), existing == null ? ending : ending.after(existing));
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
                List.copyOf(all.values()),
                labels);
    }

    private ActionStatus status(Collection<Ending> all) {
        if (all.stream().filter(Ending::hasResult).count() == width) {
            return ActionStatus.SUCCEEDED;
        }
        return all.stream().filter(this::hasEnded).count() == width ? ActionStatus.FAILED : ActionStatus.RUNNING;
    }
}
