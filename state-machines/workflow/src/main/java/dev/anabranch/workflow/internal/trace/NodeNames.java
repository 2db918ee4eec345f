package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Place;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.internal.graph.DefaultNames;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The final names of the nodes of a definition. Names set by the user have precedence; default names get a number where
 * they collide.
 */
final class NodeNames {

    private final String workflow;

    private final Set<String> taken = new HashSet<>();

    /** The last number used for each name, so that a repeated name is not tried again from 1. */
    private final Map<String, Integer> numbers = new HashMap<>();

    NodeNames(String workflow) {
        this.workflow = workflow;
    }

    /** Names all nodes of some scopes, and returns a finding for each name that the user set twice. */
    List<Finding> give(List<ScopeDraft> scopes) {
        List<NodeDraft> nodes = new ArrayList<>();
        scopes.forEach(scope -> addInnerNodesFirst(scope, nodes));
        List<Finding> findings = new ArrayList<>();
        Map<String, String> lines = new HashMap<>();
        for (NodeDraft node : nodes) {
            node.givenName().ifPresent(name -> {
                String other = lines.putIfAbsent(name, node.line);
                if (!taken.add(name)) {
                    findings.add(new Finding(
                            "duplicate-name",
                            Severity.ERROR,
                            new Place(workflow, name, node.line),
                            "two nodes are named `" + name + "`"
                                    + (other == null || other.isEmpty() ? "." : "; the other one is at " + other + "."),
                            "Use a different name for each node. To use a part of a definition several times, put each use"
                                    + " into `flow.scope(...)`."));
                }
            });
        }
        nodes.stream().filter(node -> !node.isRecorder()).forEach(this::give);
        nodes.stream().filter(NodeDraft::isRecorder).forEach(this::give);
        return findings;
    }

    private static void addInnerNodesFirst(ScopeDraft scope, List<NodeDraft> into) {
        for (NodeDraft node : scope.nodes) {
            node.scopes().forEach(inner -> addInnerNodesFirst(inner, into));
            into.add(node);
        }
    }

    /** Names a node. */
    void give(NodeDraft node) {
        Optional<String> given = node.givenName();
        String preferred = given.orElseGet(node::preferredName);
        int number = numbers.merge(preferred, 1, Integer::sum);
        String name = preferred;
        while (number > 1 || given.isEmpty()) {
            String suffix = number == 1 ? "" : " " + number;
            name = DefaultNames.cut(preferred, Node.NAME_CHARS - suffix.length()) + suffix;
            if (taken.add(name)) {
                break;
            }
            number++;
        }
        numbers.put(preferred, number);
        node.identify(name);
    }
}
