package dev.anabranch.runtime.internal.fanin;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * How the items of a fan-out have ended so far, counted from their records.
 *
 * @param failed the items that have failed
 * @param spent those of them that are not retried according to their records
 * @param started the items that have a record
 * @param unended why an item has not ended, as a sentence; null if all have
 */
record FanInCount(
        long failed, long spent, long started, @Nullable String unended) {

    static FanInCount of(FanIn fanIn) {
        long failed = 0;
        long spent = 0;
        long started = 0;
        String unended = null;
        for (Iterator<ActionRecord> records = fanIn.existingRecords(); records.hasNext(); ) {
            ActionRecord record = records.next();
            if (unended == null && Long.parseLong(record.key().sort()) > started) {
                unended = fanIn.missing(started).getMessage();
            }
            started++;
            if (record.status() == ActionStatus.RUNNING) {
                unended = unended == null
                        ? fanIn.unusable(record, "is still running").getMessage()
                        : unended;
            } else if (!record.status().hasResult()) {
                failed++;
                spent += record.status() == ActionStatus.ABORTED || record.isFinal() ? 1 : 0;
            }
        }
        if (unended == null && started < fanIn.count()) {
            unended = fanIn.missing(started).getMessage();
        }
        return new FanInCount(failed, spent, started, unended);
    }
}
