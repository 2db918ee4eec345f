package dev.anabranch.runtime.internal.fanin;

import dev.anabranch.runtime.internal.record.ActionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The items of a fan-out that succeeded first: by the time at which they finished and then by index.
 *
 * @param count how the items have ended so far
 * @param succeeded how many items have succeeded
 * @param records the records of the first ones, by index
 * @param error the record of the item that failed first; empty if none has failed
 */
record FirstResults(FanInCount count, long succeeded, List<ActionRecord> records, Optional<ActionRecord> error) {

    private static final Comparator<ActionRecord> BY_TIME =
            Comparator.comparing(FirstResults::finished).thenComparing(FirstResults::index);

    static FirstResults of(FanIn fanIn) {
        FanInCount count = FanInCount.of(fanIn);
        // The last of the first ones is at the head.
        PriorityQueue<ActionRecord> first = new PriorityQueue<>(BY_TIME.reversed());
        long succeeded = 0;
        ActionRecord error = null;
        for (Iterator<ActionRecord> records = fanIn.existingRecords(); records.hasNext(); ) {
            ActionRecord record = records.next();
            if (record.status().hasResult()) {
                succeeded++;
                first.add(record);
                if (first.size() > fanIn.first()) {
                    first.poll();
                }
            } else if (isFailure(record) && (error == null || BY_TIME.compare(record, error) < 0)) {
                error = record;
            }
        }
        List<ActionRecord> records = new ArrayList<>(first);
        records.sort(Comparator.comparing(FirstResults::index));
        return new FirstResults(count, succeeded, records, Optional.ofNullable(error));
    }

    private static boolean isFailure(ActionRecord record) {
        return record.finished() != null && record.error() != null;
    }

    private static Instant finished(ActionRecord record) {
        return Optional.ofNullable(record.finished()).orElse(Instant.MAX);
    }

    private static String index(ActionRecord record) {
        return record.key().sort();
    }
}
