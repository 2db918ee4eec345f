package dev.anabranch.workflow.internal.graph;

import java.util.List;

/**
 * A list of nodes and an output: the whole workflow, the body of a fan-out or one branch of a conditional.
 *
 * @param nodes the nodes in dependency order
 * @param output the value that the scope returns
 */
public record Scope(List<Node> nodes, Expr output) {
    /** Copies the nodes. */
    public Scope {
        nodes = List.copyOf(nodes);
    }
}
