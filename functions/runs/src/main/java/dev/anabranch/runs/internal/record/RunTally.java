package dev.anabranch.runs.internal.record;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The numbers of actions of a run: together, and by node.
 *
 * @param nodes the nodes that have actions, in the order of the graph
 * @param waiting the number of running actions that wait for an answer or a callback
 * @param open true if more actions may follow than the nodes expect, because a list does not exist yet, or all actions of
 *     the items of a fan-out are in conditionals
 * @param partial true if a limit ended the count early; each number is then a minimum
 */
public record RunTally(List<NodeCounts> nodes, long waiting, boolean open, boolean partial) {

    /** Copies the list. */
    public RunTally {
        nodes = List.copyOf(nodes);
    }

    /** Returns the numbers of started actions of all nodes together. */
    public ActionCounts counts() {
        return new ActionCounts(
                sum(NodeCounts::started),
                sum(NodeCounts::running),
                sum(NodeCounts::succeeded),
                sum(NodeCounts::failed),
                sum(NodeCounts::cached),
                sum(NodeCounts::aborted),
                partial);
    }

    /**
     * Returns the number of failed actions of steps that the plan added. A page or a command shows them apart, because
     * users have not written these steps.
     */
    public long failedSteps() {
        return sum(node -> node.added() ? node.failed() : 0);
    }

    /** Returns the number of actions that the run has, as far as lists are known. */
    public long expected() {
        return sum(NodeCounts::expected);
    }

    private long sum(ToLongFunction<NodeCounts> number) {
        return nodes.stream().mapToLong(number).sum();
    }
}
