package dev.anabranch.runs.internal.record;

/**
 * The numbers of started actions of a node by status.
 *
 * @param added whether the plan added the node, which users have not written
 * @param expected the number of actions that the node has, as far as lists are known; the number of started ones if the
 *     definition does not fix it, as in loops and conditionals, and for a call that reads a condition
 * @param millis the sum of the durations of the last attempts of actions that have ended, in milliseconds
 */
public record NodeCounts(
        String node,
        boolean added,
        long expected,
        long running,
        long succeeded,
        long failed,
        long cached,
        long aborted,
        long millis) {

    /** Returns the number of actions that have started. */
    public long started() {
        return running + succeeded + failed + cached + aborted;
    }

    /** Returns these counts with another expectation. */
    public NodeCounts expecting(long actions) {
        return new NodeCounts(node, added, actions, running, succeeded, failed, cached, aborted, millis);
    }
}
