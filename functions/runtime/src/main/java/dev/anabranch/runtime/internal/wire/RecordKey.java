package dev.anabranch.runtime.internal.wire;

import java.util.List;

/**
 * The key of an action's record in the table. The partition key consists of the run, the node, the enclosing indexes
 * and the block of the last index. The sort key is the last index, padded so that text order is numeric order. State
 * machines compute the same keys in JSONata for actions whose process died.
 *
 * @param partition the partition key, such as {@code run-1#classify#3.17#0}, or {@code run-1#cut tiles##} outside any
 *     fan-out
 * @param sort the sort key, such as {@code 0000000042}; {@code -} outside any fan-out
 */
public record RecordKey(String partition, String sort) {

    /**
     * The number of consecutive indexes in a partition. DynamoDB accepts 1,000 writes a second for a partition key
     * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html). With two writes
     * for each action, 250 actions that all start and finish within half a second do not exceed that, and reading them
     * takes one Query.
     */
    public static final int BLOCK = 250;

    /** The number of digits of the sort key: more than the 100,000,000 items of a Distributed Map need. */
    public static final int DIGITS = 10;

    private static final String ZEROS = "0".repeat(DIGITS);

    /** The sort key of an action outside any fan-out. */
    public static final String SINGLE = "-";

    /** The sort key of the item beside the record of the call for failures of a run that names the failed action. */
    public static final String FAILURE = "failure";

    /** Returns the key of an action. */
    public static RecordKey of(String runId, String node, List<Long> path) {
        if (path.isEmpty()) {
            return new RecordKey(runId + "#" + node + "##", SINGLE);
        }
        int last = path.size() - 1;
        long index = path.get(last);
        return new RecordKey(block(runId, node, path.subList(0, last), index / BLOCK), sort(index));
    }

    /** Returns the key of the item that names the action for which the call for failures of a run is made. */
    public static RecordKey failure(String runId, String onFailure) {
        return new RecordKey(of(runId, onFailure, List.of()).partition(), FAILURE);
    }

    /**
     * Returns the partition key of one block of a fan-out's actions.
     *
     * @param parents the indexes of the enclosing fan-outs
     * @param block the number of the block, from 0: {@code index / BLOCK}
     */
    public static String block(String runId, String node, List<Long> parents, long block) {
        return runId + "#" + node + "#" + Invocation.joined(parents) + "#" + block;
    }

    /** Returns both keys for messages. */
    @Override
    public String toString() {
        return partition + " " + sort;
    }

    /** Returns the sort key of an index. */
    public static String sort(long index) {
        String digits = Long.toString(index);
        return digits.length() >= DIGITS ? digits : ZEROS.substring(digits.length()) + digits;
    }
}
