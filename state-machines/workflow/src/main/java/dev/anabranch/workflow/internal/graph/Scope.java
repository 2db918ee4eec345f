package dev.anabranch.workflow.internal.graph;

import java.util.List;

/**
 * What runs together: the whole workflow, the body of a fan-out or one side of a conditional.
 *
 * @param nodes in the order of definition, so that each comes after those it needs
 * @param output what the scope is worth
 */
public record Scope(List<Node> nodes, Expr output) {
    /** Copies the nodes. */
    public Scope {
        nodes = List.copyOf(nodes);
    }
}
