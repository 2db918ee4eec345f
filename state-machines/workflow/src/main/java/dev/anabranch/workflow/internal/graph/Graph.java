package dev.anabranch.workflow.internal.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The graph of a workflow.
 *
 * @param workflow the workflow's name
 * @param inputType the type of a run's input
 * @param outputType the type of a run's output
 * @param root the outermost scope, whose output is the run's output
 * @param limitSeconds the time limit of a run; empty for none
 * @param onFailure the call if the run fails; its input is the failure, not its expression
 */
public record Graph(
        String workflow,
        TypeName inputType,
        TypeName outputType,
        Scope root,
        OptionalLong limitSeconds,
        Optional<Node.Call> onFailure) {

    /** Returns all nodes of all scopes and the call for failures. A node precedes the nodes in its scopes. */
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        collect(root, nodes);
        onFailure.ifPresent(nodes::add);
        return nodes;
    }

    /** Returns the node with the id {@code id} in any scope; empty if there is none. */
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
