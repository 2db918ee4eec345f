package dev.anabranch.runtime.internal.action;

import dev.anabranch.action.Aborted;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.Superseded;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.RetryClassifier;
import dev.anabranch.runtime.internal.invoke.TaskCall;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.SharedRecord;
import dev.anabranch.runtime.internal.record.SharedRecord.Ending;
import dev.anabranch.runtime.internal.record.SharedWrite;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt at the actions of a batch that share one record. Safe for use by the threads of the batch. */
final class SharedRecordAttempt {

    /**
     * The maximum number of attempts to write the record. Only deliveries of the same batch compete for it, and there
     * are few.
     */
    private static final int MAX_WRITE_ATTEMPTS = 20;

    private final ActionHost host;
    private final RecordedAttempt attempt;
    private final List<Invocation> actions;
    private final RecordKey key;
    /** The actions that have ended since the last write; their results are in {@link #pendingResults}. */
    private final Map<Integer, EndedAction> ended = new LinkedHashMap<>();

    /** The endings of a write that failed. */
    private final List<Ending> unsaved = new ArrayList<>();

    private final Map<Integer, ActionFailure> failures = new HashMap<>();
    private @Nullable SharedRecord current;
    private @Nullable PendingResults pendingResults;
    /** The number of attempts that had begun when this one did. */
    private int number = 1;

    private boolean claimed;

    private record EndedAction(
            Instant began,
            Instant finished,
            ActionStatus status,
            @Nullable StoredResult reused,
            @Nullable ActionFailure failure,
            Telemetry telemetry) {}

    /**
     * Creates an attempt.
     *
     * @param actions actions with consecutive indexes in one block
     */
    SharedRecordAttempt(ActionHost host, RecordedAttempt attempt, List<Invocation> actions) {
        this.host = host;
        this.attempt = attempt;
        this.actions = List.copyOf(actions);
        this.key = key(actions.get(0));
    }

    /** Splits a batch where a block of records ends and where an index is missing. */
    static List<SharedRecordAttempt> split(ActionHost host, RecordedAttempt attempt, List<Invocation> actions) {
        List<SharedRecordAttempt> attempts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= actions.size(); i++) {
            if (i == actions.size()
                    || index(actions.get(i)) % RecordKey.BLOCK == 0
                    || index(actions.get(i)) != index(actions.get(i - 1)) + 1) {
                attempts.add(new SharedRecordAttempt(host, attempt, actions.subList(from, i)));
                from = i;
            }
        }
        return attempts;
    }

    private static RecordKey key(Invocation action) {
        return RecordKey.of(action.run().id(), action.node(), action.path());
    }

    private static long index(Invocation action) {
        return action.path().get(action.path().size() - 1);
    }

    List<Invocation> actions() {
        return actions;
    }

    /** Claims the record. */
    synchronized void claim() {
        SharedWrite claim = host.actions()
                .claimShared(
                        key,
                        actions.size(),
                        attempt.labelled(ItemLabels.text(
                                actions.stream().map(Invocation::labels).toList())));
        if (claim instanceof SharedWrite.Written written) {
            SharedRecord record = written.record();
            current = record;
            claimed = true;
            number = record.attempts();
            pendingResults = new PendingResults(host, actions.get(0), attempt.order(), record.version());
        } else {
            current = ((SharedWrite.Refused) claim).current();
        }
    }

    /** Returns true if this attempt may run actions. */
    synchronized boolean isClaimed() {
        return claimed;
    }

    /** Returns the number of attempts that have begun. */
    synchronized int attempts() {
        return current == null ? 1 : current.attempts();
    }

    /** Returns true if this attempt must run an action. */
    synchronized boolean mustRun(int offset) {
        return claimed && current != null && current.ended(offset).isEmpty();
    }

    /** Adds a result; returns its size in bytes. */
    synchronized long succeeded(int offset, Instant began, PayloadBuffer document, Telemetry telemetry)
            throws IOException {
        if (pendingResults != null) {
            pendingResults.add(offset, actions.get(offset), document);
        }
        ended.put(
                offset, new EndedAction(began, host.clock().instant(), ActionStatus.SUCCEEDED, null, null, telemetry));
        return document.size();
    }

    /**
     * Adds a result that an action reuses. One that was inline in its own record is stored like a new one, because all
     * results of this record may not fit into it.
     *
     * @param telemetry what the action of the earlier run has reported, with its report in an object
     */
    synchronized void reused(int offset, Instant began, StoredResult result, Telemetry telemetry) {
        boolean inline = result instanceof StoredResult.Inline;
        if (inline && pendingResults != null) {
            pendingResults.add(offset, ((StoredResult.Inline) result).json().getBytes(StandardCharsets.UTF_8));
        }
        ended.put(offset, new EndedAction(began, began, ActionStatus.CACHED, inline ? null : result, null, telemetry));
    }

    synchronized void failed(int offset, Instant began, ActionFailure failure, Telemetry telemetry) {
        failures.put(offset, failure);
        ended.put(
                offset, new EndedAction(began, host.clock().instant(), ActionStatus.FAILED, null, failure, telemetry));
    }

    /**
     * Records the actions that have ended since the last write.
     *
     * @param last true at the end of the attempt: the record is then written even if no action has ended
     */
    synchronized void save(boolean last) {
        SharedRecord record = current;
        PendingResults results = pendingResults;
        if (!claimed || record == null || results == null || (ended.isEmpty() && unsaved.isEmpty() && !last)) {
            return;
        }
        long inline = SharedRecord.inline(record.endings()) + SharedRecord.inline(unsaved);
        unsaved.addAll(endings(record, results.flush(inline)));
        write(record);
    }

    private void write(SharedRecord base) {
        SharedRecord record = base;
        for (int i = 0; i < MAX_WRITE_ATTEMPTS; i++) {
            SharedRecord next =
                    record.merged(attempt.order(), unsaved, host.clock().instant());
            SharedWrite write = host.actions().save(next);
            if (write instanceof SharedWrite.Written written) {
                current = written.record();
                claimed = current.status() == ActionStatus.RUNNING;
                notifyObserver();
                return;
            }
            record = ((SharedWrite.Refused) write).current();
            current = record;
            if (record == null || record.status() != ActionStatus.RUNNING) {
                claimed = false;
                return;
            }
        }
        throw new StoreException(
                "The record " + key + " was changed by other writers in every attempt to write it.", null);
    }

    private List<Ending> endings(SharedRecord record, Map<Integer, StoredResult> results) {
        List<Ending> endings = new ArrayList<>();
        ended.forEach((offset, ended) -> {
            ActionFailure failure = ended.failure();
            ActionRecord action = ActionRecord.of(
                            new RecordKey(key.partition(), RecordKey.sort(record.first() + offset)), ended.status())
                    .attempts(number)
                    .order(attempt.order())
                    .began(ended.began())
                    .finished(ended.finished())
                    .result(ended.reused() != null ? ended.reused() : results.get(offset))
                    .log(attempt.log())
                    .telemetry(ended.telemetry())
                    .permanent(failure instanceof TaskRejected)
                    .failure(failure == null ? null : failure.error(), failure == null ? null : failure.reason())
                    .build();
            endings.add(new Ending(offset, action));
        });
        ended.clear();
        return endings;
    }

    private void notifyObserver() {
        unsaved.forEach(ending -> {
            Invocation action = actions.get(ending.offset());
            host.observer()
                    .finished(action.node(), action.path(), ending.record().status());
        });
        unsaved.clear();
    }

    /** Returns the result that this attempt has recorded for an action; empty if it has none. */
    synchronized Optional<StoredResult> saved(int offset) {
        return Optional.ofNullable(current)
                .flatMap(record -> record.ended(offset))
                .filter(ending -> ending.record().status() == ActionStatus.SUCCEEDED
                        && ending.record().order() == attempt.order())
                .flatMap(ending -> ending.record().stored());
    }

    /** Returns the failures of the actions without a result, as they are reported to the state machine. */
    synchronized List<ActionFailure> failures(TaskCall task) {
        SharedRecord record = current;
        List<ActionFailure> all = new ArrayList<>();
        List<ActionRecord> records = record == null ? List.of() : record.actions();
        for (int offset = 0; offset < actions.size(); offset++) {
            String where = task.where(actions.get(offset));
            if (offset >= records.size()) {
                all.add(new Superseded(where, "its record has been deleted."));
            } else if (!records.get(offset).status().hasResult()) {
                all.add(failure(where, offset, records.get(offset)));
            }
        }
        return all;
    }

    private ActionFailure failure(String where, int offset, ActionRecord record) {
        return switch (record.status()) {
            case ABORTED -> new Aborted(where, "the run was cancelled.");
            case FAILED -> {
                ActionFailure own = failures.get(offset);
                yield record.order() == attempt.order() && own != null ? own : recorded(where, offset, record);
            }
            default -> new Superseded(where, "a later attempt is running.");
        };
    }

    /**
     * Returns the recorded failure. A retry can help after a failure of a duplicate of this attempt, but not after one
     * that the state machine recorded.
     */
    private ActionFailure recorded(String where, int offset, ActionRecord record) {
        boolean mayHelp = record.order() == attempt.order()
                && current != null
                && current.ended(offset).filter(ending -> !ending.permanent()).isPresent();
        if (!mayHelp) {
            return new TaskRejected(where, record.errorName(), record.errorMessage());
        }
        return record.errorName().equals(StoreUnavailable.class.getName())
                ? new StoreUnavailable(where, record.errorMessage())
                : RetryClassifier.recorded(actions.get(offset), where, record.errorName(), record.errorMessage());
    }
}
