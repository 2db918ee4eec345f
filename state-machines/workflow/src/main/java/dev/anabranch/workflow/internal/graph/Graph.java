package dev.anabranch.workflow.internal.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole workflow.
 *
 * @param workflow its name
 * @param inputType what a run is given
 * @param outputType what a run returns
 * @param root the outermost scope; its output is the run's
 */
public record Graph(String workflow, TypeName inputType, TypeName outputType, Scope root) {

    /** All nodes of all scopes, each before those in it. */
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        collect(root, nodes);
        return nodes;
    }

    /** The node with that id, in whatever scope. */
    public Optional<Node> node(String id) {
        return nodes().stream().filter(node -> node.id().equals(id)).findFirst();
    }

    private static void collect(Scope scope, List<Node> into) {
        for (Node node : scope.nodes()) {
            into.add(node);
            node.scopes().forEach(inner -> collect(inner, into));
        }
    }
}
