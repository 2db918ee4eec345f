package dev.anabranch.explain.internal.cost;

import dev.anabranch.runtime.internal.action.PendingResults;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the items of a fan-out in batches share records: a batch has one record in each block of indexes that it touches.
 *
 * @param widths how many records have that many items, by the number of items
 */
record SharedRecordCost(Map<Long, Long> widths) {

    /** Attempt, object names and punctuation of what the items of a record have in common, in bytes. */
    private static final long COMMON_BYTES = 150;

    /** Place, status, times and size of one item's result, in bytes. */
    private static final long ITEM_BYTES = 24;

    /** Where an item's result is in an object. */
    private static final long PLACE_BYTES = 8;

    /** The most bytes of results that share an object, and that of one result that shares. */
    private static final long OBJECT_BYTES = PendingResults.MAX_PENDING_BYTES;

    private static final long SHARING_BYTES = PendingResults.MAX_SHARED_OBJECT_RESULT_BYTES;

    /**
     * Cuts.
     *
     * @param width how many items there are
     * @param shard how many of them a child execution has at most; {@code width} where the Map is inline
     * @param batch how many of those an invocation has at most
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

    /** The fan-outs in batches, by the call that is their body. */
    static Map<String, Node.FanOut> batched(Graph graph) {
        Map<String, Node.FanOut> batched = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.FanOut fanOut && fanOut.options().batch() > 1) {
                fanOut.body().nodes().forEach(body -> batched.put(body.id(), fanOut));
            }
        }
        return batched;
    }

    /** Bytes of what one record says of its items beside its other attributes. */
    static long endings(long items, long resultBytes, boolean inObject) {
        return COMMON_BYTES + items * (ITEM_BYTES + (inObject ? PLACE_BYTES : resultBytes));
    }

    /** Objects that hold the results of one record's items. */
    static long objects(long items, long resultBytes) {
        return resultBytes > SHARING_BYTES
                ? items
                : Math.max(1, (items * resultBytes + OBJECT_BYTES - 1) / OBJECT_BYTES);
    }
}
