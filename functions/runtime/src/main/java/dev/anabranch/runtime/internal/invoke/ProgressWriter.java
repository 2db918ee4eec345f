package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the progress of a long attempt to its record, at most once per {@link #INTERVAL}. A write costs at most three
 * write units, $0.000002, and an interval of a function with 128 MB costs $0.00001. Thread-safe.
 */
final class ProgressWriter {

    /** The shortest time between the beginning of the attempt and the first write, and between two writes. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ActionHost host;
    private final RecordKey key;
    private final RecordedAttempt attempt;
    /** Held during a write, so that the last write is the last one. */
    private final ReentrantLock lock = new ReentrantLock();

    private Instant written;
    private boolean ended;

    ProgressWriter(ActionHost host, Invocation action, RecordedAttempt attempt) {
        this.host = host;
        this.key = RecordKey.of(action.run().id(), action.node(), action.path());
        this.attempt = attempt;
        this.written = attempt.began();
    }

    /** Writes the progress if a write is due and no other thread writes. A failure is logged. */
    void progress(Telemetry.@Nullable Progress progress, System.Logger log) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            Instant now = host.clock().instant();
            if (ended || Duration.between(written, now).compareTo(INTERVAL) < 0) {
                return;
            }
            written = now;
            // Nothing more is written after a later attempt or a cancel has changed the record.
            ended = !host.actions().update(key, attempt.reporting(new Telemetry(progress, Map.of(), null)));
        } catch (StoreException e) {
            log.log(System.Logger.Level.WARNING, "The progress could not be recorded yet.", e);
        } finally {
            lock.unlock();
        }
    }

    /** Writes all that the attempt has reported, if no other write does: that of a task which has opened a callback. */
    void end(Telemetry telemetry) {
        lock.lock();
        try {
            ended = true;
            host.actions().update(key, attempt.reporting(telemetry));
        } finally {
            lock.unlock();
        }
    }
}
