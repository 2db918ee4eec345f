package dev.anabranch.runtime.internal.batch;

import dev.anabranch.action.Aborted;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.Superseded;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.TaskCall;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.Attempt;
import dev.anabranch.runtime.internal.record.SharedRecord;
import dev.anabranch.runtime.internal.record.SharedRecord.Ending;
import dev.anabranch.runtime.internal.record.SharedWrite;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The actions of a batch that share one record, for one attempt. Threads of the batch meet here: it is written by one at a time.
 */
final class SharedRecordAttempt {

    /** Rivals for one record are the deliveries of one batch: there are not that many. */
    private static final int RIVALS = 20;

    private final ActionHost host;
    private final Attempt attempt;
    private final List<Invocation> actions;
    private final RecordKey key;
    /** How actions have ended that the record does not say yet; their results are in {@link #gathering}. */
    private final Map<Integer, Fresh> fresh = new LinkedHashMap<>();

    /** What was to be written when that last failed. */
    private final List<Ending> unsaved = new ArrayList<>();

    private final Map<Integer, ActionFailure> failures = new HashMap<>();
    private @Nullable SharedRecord standing;
    private @Nullable PendingResults gathering;
    private boolean mine;

    private record Fresh(
            Instant began,
            Instant finished,
            ActionStatus status,
            @Nullable StoredResult known,
            @Nullable ActionFailure failure) {}

    /**
     * These actions.
     *
     * @param actions with consecutive indexes within a block
     */
    SharedRecordAttempt(ActionHost host, Attempt attempt, List<Invocation> actions) {
        this.host = host;
        this.attempt = attempt;
        this.actions = List.copyOf(actions);
        this.key = key(actions.get(0));
    }

    /** Cuts a batch where a block of records ends, and where an index is left out. */
    static List<SharedRecordAttempt> of(ActionHost host, Attempt attempt, List<Invocation> actions) {
        List<SharedRecordAttempt> shares = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= actions.size(); i++) {
            if (i == actions.size()
                    || index(actions.get(i)) % RecordKey.BLOCK == 0
                    || index(actions.get(i)) != index(actions.get(i - 1)) + 1) {
                shares.add(new SharedRecordAttempt(host, attempt, actions.subList(from, i)));
                from = i;
            }
        }
        return shares;
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
        SharedWrite claim = host.actions().claimShared(key, actions.size(), attempt);
        if (claim instanceof SharedWrite.Written written) {
            SharedRecord record = written.record();
            standing = record;
            mine = true;
            gathering = new PendingResults(host, actions.get(0), attempt.order(), record.version());
        } else {
            standing = ((SharedWrite.Refused) claim).standing();
        }
    }

    /** True while this attempt may run actions. */
    synchronized boolean isMine() {
        return mine;
    }

    /** How many attempts have begun. */
    synchronized int attempts() {
        return standing == null ? 1 : standing.attempts();
    }

    /** True where an action must run. */
    synchronized boolean isDue(int offset) {
        return mine && standing != null && standing.ended(offset).isEmpty();
    }

    /** Takes a result; says how large it is. */
    synchronized long succeeded(int offset, Instant began, PayloadBuffer document) throws IOException {
        if (gathering != null) {
            gathering.add(offset, actions.get(offset), document);
        }
        fresh.put(offset, new Fresh(began, host.clock().instant(), ActionStatus.SUCCEEDED, null, null));
        return document.size();
    }

    synchronized void reused(int offset, Instant began, StoredResult result) {
        fresh.put(offset, new Fresh(began, began, ActionStatus.CACHED, result, null));
    }

    synchronized void failed(int offset, Instant began, ActionFailure failure) {
        failures.put(offset, failure);
        fresh.put(offset, new Fresh(began, host.clock().instant(), ActionStatus.FAILED, null, failure));
    }

    /**
     * Writes what has ended since the last time.
     *
     * @param last true where the attempt ends with this; then the record says how, even where nothing is new
     */
    synchronized void save(boolean last) {
        SharedRecord record = standing;
        PendingResults gathered = gathering;
        if (!mine || record == null || gathered == null || (fresh.isEmpty() && unsaved.isEmpty() && !last)) {
            return;
        }
        long inline = SharedRecord.inline(record.endings()) + SharedRecord.inline(unsaved);
        unsaved.addAll(endings(record, gathered.settle(inline)));
        write(record);
    }

    private void write(SharedRecord claimed) {
        SharedRecord record = claimed;
        for (int i = 0; i < RIVALS; i++) {
            SharedRecord next =
                    record.with(attempt.order(), unsaved, host.clock().instant());
            SharedWrite write = host.actions().save(next);
            if (write instanceof SharedWrite.Written written) {
                standing = written.record();
                mine = standing.status() == ActionStatus.RUNNING;
                tell();
                return;
            }
            record = ((SharedWrite.Refused) write).standing();
            standing = record;
            if (record == null || record.status() != ActionStatus.RUNNING) {
                mine = false;
                return;
            }
        }
        throw new StoreException("The record " + key + " keeps changing.", null);
    }

    private List<Ending> endings(SharedRecord record, Map<Integer, StoredResult> results) {
        List<Ending> endings = new ArrayList<>();
        fresh.forEach((offset, ended) -> {
            ActionFailure failure = ended.failure();
            ActionRecord action = new ActionRecord(
                    new RecordKey(key.partition(), RecordKey.sort(record.first() + offset)),
                    ended.status(),
                    record.attempts(),
                    attempt.order(),
                    ended.began(),
                    ended.finished(),
                    failure == null ? null : failure.error(),
                    failure == null ? null : failure.reason(),
                    ended.known() != null ? ended.known() : results.get(offset),
                    attempt.log(),
                    failure instanceof TaskRejected);
            endings.add(new Ending(offset, action));
        });
        fresh.clear();
        return endings;
    }

    private void tell() {
        unsaved.forEach(ending -> {
            Invocation action = actions.get(ending.offset());
            host.observer()
                    .finished(action.node(), action.path(), ending.record().status());
        });
        unsaved.clear();
    }

    /** The result of an action that this attempt has brought into the record. */
    synchronized Optional<StoredResult> saved(int offset) {
        return Optional.ofNullable(standing)
                .flatMap(record -> record.ended(offset))
                .filter(ending -> ending.record().status() == ActionStatus.SUCCEEDED
                        && ending.record().order() == attempt.order())
                .flatMap(ending -> ending.record().stored());
    }

    /** What the record says of each action that has no result, as the failure that the state machine is told. */
    synchronized List<ActionFailure> failures(TaskCall task) {
        SharedRecord record = standing;
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
            default -> new Superseded(where, "a later attempt is under way.");
        };
    }

    /** A duplicate of this attempt may have failed in a way that a retry can help; what the state machine has recorded is final. */
    private ActionFailure recorded(String where, int offset, ActionRecord record) {
        boolean mayHelp = record.order() == attempt.order()
                && standing != null
                && standing.ended(offset).filter(ending -> !ending.permanent()).isPresent();
        if (!mayHelp) {
            return new TaskRejected(where, record.errorName(), record.errorMessage());
        }
        return record.errorName().equals(StoreUnavailable.class.getName())
                ? new StoreUnavailable(where, record.errorMessage())
                : new TaskFailed(where, record.errorName(), record.errorMessage());
    }
}
