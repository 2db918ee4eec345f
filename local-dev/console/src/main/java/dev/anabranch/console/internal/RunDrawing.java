package dev.anabranch.console.internal;

import dev.anabranch.explain.internal.diagram.Drawing;
import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Frame;
import dev.anabranch.explain.internal.diagram.Drawing.FrameKind;
import dev.anabranch.explain.internal.diagram.Drawing.Kind;
import dev.anabranch.explain.internal.diagram.Drawing.Part;
import dev.anabranch.runs.internal.graph.InputPart;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Edge;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The drawing of the graph of a run. A box is named {@code call:} and the name of its node. Nodes that the plan added
 * are left out: an arrow through such a node begins at the node before it. A folded node is a box, at which the arrows
 * of the nodes inside it begin and end.
 */
final class RunDrawing {

    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private final RunGraph graph;
    private final Set<String> folded;
    private final Map<String, List<Vertex>> inside = new LinkedHashMap<>();
    private final Set<Arrow> arrows = new LinkedHashSet<>();
    /** The sources of each edge's target, through added nodes. */
    private final Map<String, List<Edge>> into = new LinkedHashMap<>();

    private RunDrawing(RunGraph graph, Set<String> folded) {
        this.graph = graph;
        this.folded = folded;
        for (Vertex node : graph.nodes()) {
            if (!node.added()) {
                inside.computeIfAbsent(node.in(), in -> new ArrayList<>()).add(node);
            }
        }
        graph.edges().forEach(edge -> into.computeIfAbsent(edge.to(), to -> new ArrayList<>())
                .add(edge));
    }

    /** @param folded the names of nodes whose insides are not drawn; names of other nodes have no effect */
    static Drawing of(String title, RunGraph graph, Set<String> folded) {
        return new RunDrawing(graph, folded).draw(title);
    }

    private Drawing draw(String title) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(INPUT, Kind.INPUT, "input", ""));
        List<Vertex> roots = inside.getOrDefault("", List.of());
        parts.addAll(scope(roots, INPUT));
        parts.add(new Box(OUTPUT, Kind.OUTPUT, "output", ""));
        Set<String> used = new LinkedHashSet<>();
        arrows.forEach(arrow -> used.add(arrow.from()));
        boolean any = false;
        for (Vertex node : roots) {
            if (!isUsed(node, used)) {
                ends(node, used).forEach(end -> arrows.add(new Arrow(end, OUTPUT, "", false)));
                any = true;
            }
        }
        if (!any) {
            arrows.add(new Arrow(INPUT, OUTPUT, "", true));
        }
        return new Drawing(title, new Frame("root", FrameKind.ROOT, "", parts), List.copyOf(arrows));
    }

    /** Returns the boxes at which a node ends: those of a fan-out's body that nothing in the body uses. */
    private List<String> ends(Vertex node, Set<String> used) {
        List<String> inner = new ArrayList<>();
        if (node.kind() == RunGraph.Kind.FAN_OUT && !isFolded(node) && !isOneTask(node)) {
            for (Vertex last : inside.getOrDefault(node.id(), List.of())) {
                if (!isUsed(last, used)) {
                    inner.addAll(ends(last, used));
                }
            }
        }
        return inner.isEmpty() ? List.of(boxOf(node)) : inner;
    }

    /** Returns whether an arrow leaves a node, or a node inside it for a node outside it. */
    private boolean isUsed(Vertex node, Set<String> used) {
        if (used.contains(boxOf(node))
                && (inside.getOrDefault(node.id(), List.of()).isEmpty() || isOneTask(node))) {
            return true;
        }
        return graph.edges().stream()
                .anyMatch(edge ->
                        isWithin(edge.from(), node.id()) && !isWithin(edge.to(), node.id()) && isDrawn(edge.to()));
    }

    /** Returns whether a node has a box, or a node that uses it through added nodes has one. */
    private boolean isDrawn(String node) {
        return !graph.node(node).map(Vertex::added).orElse(false)
                || graph.edges().stream()
                        .filter(edge -> edge.from().equals(node) && !edge.kind().equals("previous"))
                        .anyMatch(edge -> isDrawn(edge.to()));
    }

    private boolean isWithin(String node, String outer) {
        for (String at = node; !at.isEmpty(); ) {
            if (at.equals(outer)) {
                return true;
            }
            at = graph.node(at).map(Vertex::in).orElse("");
        }
        return false;
    }

    private List<Part> scope(List<Vertex> nodes, String entry) {
        List<Part> parts = new ArrayList<>();
        for (Vertex node : nodes) {
            Set<String> sources = new LinkedHashSet<>();
            boolean reachedByEdges = connect(node.id(), node, "", sources);
            boolean reachedByItems = connectItems(node);
            if (isFolded(node)) {
                for (Vertex inner : graph.nodes()) {
                    if (isWithin(inner.in(), node.id())) {
                        reachedByEdges |= connect(inner.id(), node, "", sources);
                    }
                }
            }
            if (!reachedByEdges && !reachedByItems) {
                arrows.add(new Arrow(entry, boxOf(node), "", false));
            }
            parts.add(part(node));
        }
        return parts;
    }

    /** Adds the arrows from the items of fan-outs to a node that uses them; returns whether there are any. */
    private boolean connectItems(Vertex node) {
        boolean reached = false;
        for (InputPart part : node.input()) {
            boolean ofItem = part.source() == InputPart.Source.ITEM || part.source() == InputPart.Source.INDEX;
            Vertex fanOut = graph.node(part.node()).orElse(null);
            if (ofItem && fanOut != null && !isOneTask(fanOut)) {
                arrows.add(new Arrow(boxOf(fanOut), boxOf(node), "", false));
                reached = true;
            }
        }
        return reached;
    }

    /** Adds the arrows into a node, through added nodes; returns whether there are any. */
    private boolean connect(String at, Vertex node, String label, Set<String> seen) {
        boolean reached = false;
        for (Edge edge : into.getOrDefault(at, List.of())) {
            Vertex from = graph.node(edge.from()).orElse(null);
            // The results of the round or item before would be arrows against the direction of the drawing.
            if (from == null || edge.kind().equals("previous") || !seen.add(edge.from())) {
                continue;
            }
            String all = edge.kind().equals("all") ? "all" : label;
            if (from.added()) {
                reached |= connect(from.id(), node, all, seen);
            } else if (!boxOf(from).equals(boxOf(node))) {
                arrows.add(new Arrow(boxOf(from), boxOf(node), all, !edge.carriesResult()));
                reached = true;
            }
        }
        return reached;
    }

    private boolean isFolded(Vertex node) {
        return folded.contains(node.id()) && inside.containsKey(node.id()) && !isOneTask(node);
    }

    private Part part(Vertex node) {
        if (isFolded(node)) {
            long inner = graph.nodes().stream()
                    .filter(n -> !n.added() && n.kind().hasActions() && isWithin(n.in(), node.id()))
                    .count();
            Kind kind = node.kind().hasItems() ? Kind.STACK : Kind.CALL;
            return new Box(box(node.id()), kind, node.id(), inner == 1 ? "1 node" : inner + " nodes");
        }
        return switch (node.kind()) {
            case CALL, SUB_RUN, ON_FAILURE -> new Box(box(node.id()), Kind.CALL, node.id(), "");
            case WAIT, AWAIT -> new Box(box(node.id()), Kind.WAIT, node.id(), "");
            case FAN_OUT -> fanOut(node);
            case WHEN, ATTEMPT, ENSURE, REPEAT -> {
                String begin = box(node.id());
                List<Part> parts = new ArrayList<>();
                parts.add(new Box(begin, Kind.CONDITION, node.id(), ""));
                parts.addAll(scope(inside.getOrDefault(node.id(), List.of()), begin));
                yield new Frame("frame:" + node.id(), FrameKind.SIDE, "", parts);
            }
        };
    }

    private Part fanOut(Vertex node) {
        List<Vertex> body = inside.getOrDefault(node.id(), List.of());
        if (isOneTask(node)) {
            return new Box(box(body.get(0).id()), Kind.STACK, body.get(0).id(), "each item");
        }
        String items = box(node.id());
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(items, Kind.STACK, "each item", ""));
        parts.addAll(scope(body, items));
        return new Frame("frame:" + node.id(), FrameKind.BODY, node.id(), parts);
    }

    private boolean isOneTask(Vertex node) {
        List<Vertex> body = inside.getOrDefault(node.id(), List.of());
        return node.kind() == RunGraph.Kind.FAN_OUT
                && body.size() == 1
                && body.get(0).kind() == RunGraph.Kind.CALL;
    }

    /** Returns the box at which the arrows of a node begin and end. */
    private String boxOf(Vertex node) {
        Vertex outermost = null;
        for (Vertex at = node; at != null; at = graph.node(at.in()).orElse(null)) {
            outermost = isFolded(at) ? at : outermost;
        }
        if (outermost != null) {
            return box(outermost.id());
        }
        return isOneTask(node)
                ? box(inside.getOrDefault(node.id(), List.of()).get(0).id())
                : box(node.id());
    }

    private static String box(String node) {
        return "call:" + node;
    }
}
