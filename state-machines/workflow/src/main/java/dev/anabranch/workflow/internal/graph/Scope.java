package dev.anabranch.workflow.internal.graph;

import java.util.ArrayList;
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

    /** Returns all nodes of a scope and of the scopes inside it. A node precedes the nodes in its scopes. */
    public static List<Node> nodesIn(Scope scope) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : scope.nodes()) {
            nodes.add(node);
            node.scopes().forEach(inner -> nodes.addAll(nodesIn(inner)));
        }
        return nodes;
    }

    /** Returns the waits for answers in this scope and in the scopes inside it, without those in fan-outs and loops. */
    public List<Node.Await> awaits() {
        List<Node.Await> awaits = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Await await) {
                awaits.add(await);
            } else if (!(node instanceof Node.FanOut || node instanceof Node.Repeat)) {
                node.scopes().forEach(inner -> awaits.addAll(inner.awaits()));
            }
        }
        return awaits;
    }
}
