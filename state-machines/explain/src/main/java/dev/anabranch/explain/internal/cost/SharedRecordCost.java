package dev.anabranch.explain.internal.cost;

import dev.anabranch.runtime.internal.action.PendingResults;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the items of a fan-out with batches share records. A batch has one record for each block of indexes that it
 * overlaps.
 *
 * @param widths the number of records by their number of items
 */
record SharedRecordCost(Map<Long, Long> widths) {

    /**
     * The size of the part that is common to all items of a record, in bytes: attempt, object names and punctuation.
     */
    private static final long COMMON_BYTES = 150;

    /** The size of one item's status, times and result size in a record, in bytes. */
    private static final long ITEM_BYTES = 24;

    /** The size of an item's position in an object, in bytes. */
    private static final long PLACE_BYTES = 8;

    /** The maximum size of an object with the results of several items, in bytes. */
    private static final long OBJECT_BYTES = PendingResults.MAX_PENDING_BYTES;

    private static final long SHARING_BYTES = PendingResults.MAX_SHARED_OBJECT_RESULT_BYTES;

    /**
     * Divides the items of a fan-out into shared records.
     *
     * @param width the number of items
     * @param shard the maximum number of items of a child execution; {@code width} for an inline Map
     * @param batch the maximum number of items of an invocation
     */
    static SharedRecordCost of(long width, long shard, long batch) {
        Map<Long, Long> widths = new TreeMap<>();
        for (long child = 0; child < width; child += shard) {
            long end = Math.min(width, child + shard);
            for (long start = child; start < end; start += batch) {
                cut(start, Math.min(end, start + batch), widths);
            }
        }
        return new SharedRecordCost(widths);
    }

    private static void cut(long start, long end, Map<Long, Long> widths) {
        for (long from = start; from < end; ) {
            long to = Math.min(end, (from / RecordKey.BLOCK + 1) * RecordKey.BLOCK);
            widths.merge(to - from, 1L, Long::sum);
            from = to;
        }
    }

    /** Returns the fan-outs with batches, by the call that is their body. */
    static Map<String, Node.FanOut> batched(Graph graph) {
        Map<String, Node.FanOut> batched = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.FanOut fanOut && fanOut.options().batch() > 1) {
                fanOut.body().nodes().forEach(body -> batched.put(body.id(), fanOut));
            }
        }
        return batched;
    }

    /** Returns the size of the part of a record that describes its items, in bytes. */
    static long endings(long items, long resultBytes, boolean inObject) {
        return COMMON_BYTES + items * (ITEM_BYTES + (inObject ? PLACE_BYTES : resultBytes));
    }

    /** Returns the number of objects with the results of one record's items. */
    static long objects(long items, long resultBytes) {
        return resultBytes > SHARING_BYTES
                ? items
                : Math.max(1, (items * resultBytes + OBJECT_BYTES - 1) / OBJECT_BYTES);
    }
}
