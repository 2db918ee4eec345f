package dev.anabranch.runtime.internal.action;

import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.AnswerWrite;
import dev.anabranch.runtime.internal.record.Claim;
import dev.anabranch.runtime.internal.record.Finish;
import dev.anabranch.runtime.internal.record.OpenCallback;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.SharedRecord;
import dev.anabranch.runtime.internal.record.SharedWrite;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.CallbackToken;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store of records in memory that counts its requests. A test can run an action before a write. */
public final class MemoryActionStore implements ActionStore {

    private final Map<RecordKey, ActionRecord> records = new ConcurrentHashMap<>();
    private final Map<RecordKey, SharedRecord> shared = new ConcurrentHashMap<>();
    private final Map<RecordKey, CallbackToken> callbacks = new ConcurrentHashMap<>();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private Runnable beforeFinish = () -> {};
    private @Nullable String trouble;

    public int writes() {
        return writes.get();
    }

    public int reads() {
        return reads.get();
    }

    /** Runs the action once, before the next finish is recorded. */
    public void beforeFinish(Runnable event) {
        beforeFinish = event;
    }

    /** Makes every later call fail with the exception; null ends this. */
    public void fail(@Nullable String message) {
        trouble = message;
    }

    public void put(ActionRecord record) {
        records.put(record.key(), record);
    }

    public void remove(RecordKey key) {
        records.remove(key);
    }

    @Override
    public synchronized Claim claim(RecordKey key, RecordedAttempt attempt) {
        count(writes);
        ActionRecord standing = records.get(key);
        if (standing != null && !mayClaim(standing, attempt)) {
            return new Claim.Refused(standing);
        }
        int attempts = standing == null ? 1 : standing.attempts() + 1;
        put(ActionRecord.of(key, ActionStatus.RUNNING)
                .attempts(attempts)
                .order(attempt.order())
                .began(attempt.began())
                .log(attempt.log())
                .labels(ItemLabels.parse(attempt.labels()))
                .earlier(standing == null ? List.of() : standing.attemptsSoFar())
                .build());
        return new Claim.Granted(attempts);
    }

    private static boolean mayClaim(ActionRecord standing, RecordedAttempt attempt) {
        return (standing.status() == ActionStatus.RUNNING || standing.status() == ActionStatus.FAILED)
                && standing.order() <= attempt.order();
    }

    @Override
    public synchronized Finish succeed(RecordKey key, RecordedAttempt attempt, Instant finished, StoredResult result) {
        interrupt();
        count(writes);
        ActionRecord standing = records.get(key);
        if (standing == null || standing.status() != ActionStatus.RUNNING) {
            return new Finish.Refused(standing);
        }
        put(ActionRecord.of(key, ActionStatus.SUCCEEDED)
                .attempts(standing.attempts())
                .order(attempt.order())
                .began(attempt.began())
                .finished(finished)
                .result(result)
                .log(attempt.log())
                .labels(standing.labels())
                .earlier(standing.earlier())
                .telemetry(attempt.telemetry())
                .build());
        return new Finish.Recorded();
    }

    @Override
    public AnswerWrite answer(RecordKey key, Instant finished, StoredResult result, String request) {
        throw new UnsupportedOperationException("No action here waits for an answer.");
    }

    @Override
    public Claim claim(RecordKey key, RecordedAttempt attempt, OpenCallback callback) {
        callbacks.put(key, callback.callback());
        return claim(key, attempt);
    }

    @Override
    public AnswerWrite complete(RecordKey key, String secret, Instant finished, StoredResult result, String request) {
        return ended(key, secret, ActionStatus.SUCCEEDED, record -> record.finished(finished)
                .result(result));
    }

    @Override
    public AnswerWrite fail(
            RecordKey key, String secret, Instant finished, String error, String message, String request) {
        return ended(key, secret, ActionStatus.FAILED, record -> record.finished(finished)
                .failure(error, message));
    }

    private synchronized AnswerWrite ended(
            RecordKey key, String secret, ActionStatus status, UnaryOperator<ActionRecord.Builder> end) {
        ActionRecord current = records.get(key);
        AnswerWrite write = callback(key, secret);
        if (current != null && write instanceof AnswerWrite.Recorded) {
            put(end.apply(ActionRecord.of(key, status)
                            .attempts(current.attempts())
                            .order(current.order())
                            .telemetry(current.telemetry())
                            .earlier(current.earlier())
                            .began(current.began()))
                    .build());
        }
        return write;
    }

    @Override
    public AnswerWrite callback(RecordKey key, String secret) {
        ActionRecord current = records.get(key);
        CallbackToken callback = callbacks.get(key);
        return current != null
                        && current.status() == ActionStatus.RUNNING
                        && callback != null
                        && callback.secret().equals(secret)
                ? new AnswerWrite.Recorded(callback.token())
                : new AnswerWrite.Refused(current);
    }

    @Override
    public synchronized Finish fail(
            RecordKey key, RecordedAttempt attempt, Instant finished, String error, String message, boolean permanent) {
        interrupt();
        count(writes);
        ActionRecord standing = records.get(key);
        if (standing == null || standing.status() != ActionStatus.RUNNING || standing.order() != attempt.order()) {
            return new Finish.Refused(standing);
        }
        put(ActionRecord.of(key, ActionStatus.FAILED)
                .attempts(standing.attempts())
                .order(attempt.order())
                .began(standing.began())
                .finished(finished)
                .log(attempt.log())
                .labels(standing.labels())
                .earlier(standing.earlier())
                .permanent(permanent)
                .failure(error, message)
                .telemetry(attempt.telemetry().isEmpty() ? standing.telemetry() : attempt.telemetry())
                .build());
        return new Finish.Recorded();
    }

    @Override
    public synchronized boolean update(RecordKey key, RecordedAttempt attempt) {
        count(writes);
        ActionRecord standing = records.get(key);
        if (standing == null
                || standing.order() != attempt.order()
                || (standing.status() != ActionStatus.RUNNING && !callbacks.containsKey(key))) {
            return false;
        }
        put(ActionRecord.of(key, standing.status())
                .attempts(standing.attempts())
                .order(standing.order())
                .began(standing.began())
                .finished(standing.finished())
                .result(standing.result())
                .log(standing.log())
                .labels(standing.labels())
                .earlier(standing.earlier())
                .telemetry(attempt.telemetry())
                .failure(standing.error(), standing.message())
                .build());
        return true;
    }

    @Override
    public synchronized Claim adopt(RecordKey key, RecordedAttempt attempt, StoredResult result) {
        count(writes);
        ActionRecord standing = records.get(key);
        if (standing != null && !mayClaim(standing, attempt)) {
            return new Claim.Refused(standing);
        }
        int attempts = standing == null ? 1 : standing.attempts() + 1;
        put(ActionRecord.of(key, ActionStatus.CACHED)
                .attempts(attempts)
                .order(attempt.order())
                .began(attempt.began())
                .finished(attempt.began())
                .result(result)
                .log(attempt.log())
                .labels(ItemLabels.parse(attempt.labels()))
                .telemetry(attempt.telemetry())
                .build());
        return new Claim.Granted(attempts);
    }

    @Override
    public Optional<StoredResult> cached(String cacheKey, Instant now) {
        count(reads);
        Kept entry = kept.get(cacheKey);
        return entry == null || !entry.expires().isAfter(now) ? Optional.empty() : Optional.of(entry.result());
    }

    @Override
    public void keep(String cacheKey, StoredResult result, Instant expires) {
        count(writes);
        kept.put(cacheKey, new Kept(result, expires));
    }

    private record Kept(StoredResult result, Instant expires) {}

    @Override
    public synchronized SharedWrite claimShared(RecordKey first, int width, RecordedAttempt attempt) {
        count(writes);
        SharedRecord standing = shared.get(first);
        if (standing != null
                && ((standing.status() != ActionStatus.RUNNING && standing.status() != ActionStatus.FAILED)
                        || standing.order() > attempt.order())) {
            return new SharedWrite.Refused(standing);
        }
        return written(new SharedRecord(
                first,
                width,
                ActionStatus.RUNNING,
                standing == null ? 1 : standing.attempts() + 1,
                attempt.order(),
                standing == null ? 1 : standing.version() + 1,
                attempt.began(),
                null,
                null,
                null,
                attempt.log(),
                standing == null ? List.of() : standing.endings(),
                ItemLabels.parseAll(attempt.labels())));
    }

    @Override
    public synchronized SharedWrite save(SharedRecord next) {
        interrupt();
        count(writes);
        SharedRecord standing = shared.get(next.key());
        if (standing == null || standing.status() != ActionStatus.RUNNING || standing.version() != next.version()) {
            return new SharedWrite.Refused(standing);
        }
        return written(new SharedRecord(
                next.key(),
                next.width(),
                next.status(),
                standing.attempts(),
                standing.order(),
                next.version() + 1,
                standing.began(),
                next.finished(),
                null,
                null,
                standing.log(),
                next.endings(),
                standing.labels()));
    }

    /** Stores a shared record, as a state machine does for a batch that died without an answer. */
    public SharedWrite written(SharedRecord record) {
        shared.put(record.key(), record);
        return new SharedWrite.Written(record);
    }

    public SharedRecord shared(RecordKey first) {
        return Objects.requireNonNull(shared.get(first));
    }

    @Override
    public synchronized Optional<ActionRecord> read(RecordKey key) {
        count(reads);
        return Optional.ofNullable(records.get(key)).or(() -> all(key.partition()).stream()
                .filter(record -> record.key().equals(key))
                .findFirst());
    }

    private List<ActionRecord> all(String partition) {
        List<ActionRecord> all = new ArrayList<>(records.values());
        shared.values().forEach(record -> all.addAll(record.actions()));
        all.removeIf(record -> !record.key().partition().equals(partition));
        return all;
    }

    @Override
    public synchronized List<ActionRecord> readBlock(String partition) {
        count(reads);
        List<ActionRecord> block = all(partition);
        block.sort(Comparator.comparing(record -> record.key().sort()));
        return block;
    }

    @Override
    public synchronized int abort(String partition, Instant at) {
        return (int) readBlock(partition).stream()
                .filter(record -> abort(record, at, null, null))
                .count();
    }

    @Override
    public synchronized int abort(String partition, Instant at, String error, String message) {
        return (int) readBlock(partition).stream()
                .filter(record -> abort(record, at, error, message))
                .count();
    }

    @Override
    public synchronized boolean abort(RecordKey key, Instant at, String error, String message) {
        return read(key).filter(record -> abort(record, at, error, message)).isPresent();
    }

    private boolean abort(ActionRecord record, Instant at, @Nullable String error, @Nullable String message) {
        if (record.status() != ActionStatus.RUNNING) {
            return false;
        }
        put(ActionRecord.of(record.key(), ActionStatus.ABORTED)
                .attempts(record.attempts())
                .order(record.order())
                .began(record.began())
                .finished(at)
                .failure(error, message)
                .log(record.log())
                .labels(record.labels())
                .telemetry(record.telemetry())
                .earlier(record.earlier())
                .build());
        return true;
    }

    @Override
    public synchronized void delete(String partition) {
        records.keySet().removeIf(key -> key.partition().equals(partition));
    }

    private void interrupt() {
        Runnable event = beforeFinish;
        beforeFinish = () -> {};
        event.run();
    }

    private void count(AtomicInteger counter) {
        counter.incrementAndGet();
        if (trouble != null) {
            throw new StoreException(trouble, null);
        }
    }
}
