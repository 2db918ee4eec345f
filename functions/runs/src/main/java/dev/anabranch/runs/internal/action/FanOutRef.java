package dev.anabranch.runs.internal.action;

import java.util.List;

/**
 * The actions of a node under one path.
 *
 * @param node the name of the node
 * @param parents the indexes of the enclosing fan-outs, outermost first
 * @param count the number of actions, whose indexes begin at 0
 */
public record FanOutRef(String node, List<Long> parents, long count) {

    /** Copies the path. */
    public FanOutRef {
        parents = List.copyOf(parents);
    }
}
