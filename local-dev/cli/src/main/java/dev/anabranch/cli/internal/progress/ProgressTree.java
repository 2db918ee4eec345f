package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The groups, fan-outs, loops, conditionals and attempts of a workflow, and inside them the nodes whose actions a
 * display counts: those in a fan-out or loop. Nodes that the plan added are left out.
 */
public final class ProgressTree {

    /** The tree of a workflow whose graph is not known: each node that has completed actions is on the top level. */
    static final ProgressTree UNKNOWN = new ProgressTree(List.of());

    /** The names of conditionals, attempts and cleanups to which the definition gives none. */
    private static final Pattern UNNAMED = Pattern.compile("(when|attempt|ensure)( \\d+)?");

    /**
     * A line of the tree.
     *
     * @param name its text
     * @param node the node whose actions are counted; empty for a heading
     * @param depth the number of headings above it
     */
    record Row(String name, String node, int depth) {

        boolean isHeading() {
            return node.isEmpty();
        }
    }

    /** A part of the tree; one with parts inside is a heading. */
    private record Part(String name, boolean group, List<Part> inside) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Vertex> counted = new HashMap<>();

    private ProgressTree(List<Part> parts) {
        add(parts, 0);
    }

    /** Returns the tree of a workflow. */
    public static ProgressTree of(RunGraph graph) {
        ProgressTree tree = new ProgressTree(scope(graph, ""));
        tree.rows.forEach(row -> graph.node(row.node()).ifPresent(node -> tree.counted.put(node.id(), node)));
        return tree;
    }

    private void add(List<Part> parts, int depth) {
        for (Part part : parts) {
            rows.add(new Row(part.name(), part.inside().isEmpty() ? part.name() : "", depth));
            add(part.inside(), depth + 1);
        }
    }

    /** Returns the parts of a scope. Nodes of a group are together, where the first of them is. */
    private static List<Part> scope(RunGraph graph, String in) {
        Map<String, Part> groups = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (Vertex node : graph.nodesIn(in)) {
            List<Part> found = parts(graph, node);
            if (node.group().isEmpty() || found.isEmpty()) {
                parts.addAll(found);
                continue;
            }
            groups.computeIfAbsent(node.group(), name -> {
                        Part group = new Part(name, true, new ArrayList<>());
                        parts.add(group);
                        return group;
                    })
                    .inside()
                    .addAll(found);
        }
        return parts;
    }

    /** Returns the part of a node; if it needs no heading, the parts inside it. */
    private static List<Part> parts(RunGraph graph, Vertex node) {
        if (node.added() || node.kind() == RunGraph.Kind.ON_FAILURE) {
            return List.of();
        }
        if (node.kind().hasActions()) {
            return graph.depth(node.id()) == 0 ? List.of() : List.of(new Part(node.id(), false, List.of()));
        }
        List<Part> inside = scope(graph, node.id());
        // A map with one task is one line, with the name of its task.
        boolean isOneLine = inside.size() == 1 && !inside.get(0).group();
        boolean isUnnamed = UNNAMED.matcher(node.id()).matches();
        return inside.isEmpty() || isOneLine || isUnnamed ? inside : List.of(new Part(node.id(), false, inside));
    }

    /** Returns the lines, each after the heading that it is under. */
    List<Row> rows() {
        return rows;
    }

    /** Returns whether the tree has a line with the counts of a node. */
    boolean counts(String node) {
        return counted.containsKey(node);
    }

    /** Returns the maximum number of attempts of an action of a node; 1 if the tree has no such node. */
    int attempts(String node) {
        Vertex found = counted.get(node);
        return found == null ? 1 : Math.max(1, found.attempts());
    }
}
