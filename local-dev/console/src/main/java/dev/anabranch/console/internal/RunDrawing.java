package dev.anabranch.console.internal;

import dev.anabranch.explain.internal.diagram.Drawing;
import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Frame;
import dev.anabranch.explain.internal.diagram.Drawing.FrameKind;
import dev.anabranch.explain.internal.diagram.Drawing.Kind;
import dev.anabranch.explain.internal.diagram.Drawing.Part;
import dev.anabranch.explain.internal.diagram.GroupFrames;
import dev.anabranch.explain.internal.diagram.GroupFrames.Member;
import dev.anabranch.runs.internal.graph.InputPart;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Edge;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The drawing of the graph of a run. A box is named {@code call:} and the name of its node. Nodes that the plan added
 * are left out: an arrow through such a node begins at the node before it. Nodes of the same group share a frame, unless
 * this would create a cycle.
 */
final class RunDrawing {

    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private static final String EACH_ITEM = "each item";

    /** The last detail of the box of a fan-out that has not started. The page replaces it by the mode, for which it has room. */
    private static final String NO_MODE = "mode set by its width";

    private final RunGraph graph;
    private final Map<String, List<Vertex>> inside = new LinkedHashMap<>();
    private final Set<Arrow> arrows = new LinkedHashSet<>();
    /** The sources of each edge's target, through added nodes. */
    private final Map<String, List<Edge>> into = new LinkedHashMap<>();

    private RunDrawing(RunGraph graph) {
        this.graph = graph;
        for (Vertex node : graph.nodes()) {
            if (!node.added()) {
                inside.computeIfAbsent(node.in(), in -> new ArrayList<>()).add(node);
            }
        }
        graph.edges().forEach(edge -> into.computeIfAbsent(edge.to(), to -> new ArrayList<>())
                .add(edge));
    }

    static Drawing of(String title, RunGraph graph) {
        return new RunDrawing(graph).draw(title);
    }

    private Drawing draw(String title) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(INPUT, Kind.INPUT, "input", ""));
        List<Vertex> roots = inside.getOrDefault("", List.of());
        parts.addAll(scope("", INPUT));
        parts.add(new Box(OUTPUT, Kind.OUTPUT, "output", ""));
        Set<String> used = new LinkedHashSet<>();
        arrows.forEach(arrow -> used.add(arrow.from()));
        boolean any = false;
        for (Vertex node : roots) {
            if (!isUsed(node, used)) {
                ends(node).forEach(end -> arrows.add(new Arrow(end, OUTPUT, "", false)));
                any = true;
            }
        }
        if (!any) {
            arrows.add(new Arrow(INPUT, OUTPUT, "", true));
        }
        return new Drawing(title, new Frame("root", FrameKind.ROOT, "", parts), List.copyOf(arrows));
    }

    /**
     * Returns the boxes at which a node ends: of a fan-out, loop, conditional or steps, the nodes inside it that no other
     * node inside it uses, without cleanups.
     */
    private List<String> ends(Vertex node) {
        List<String> ends = new ArrayList<>();
        if (!isOneTask(node)) {
            for (Vertex inner : inside.getOrDefault(node.id(), List.of())) {
                if (!isUsedInside(inner, node)) {
                    ends.addAll(ends(inner));
                }
            }
        }
        return ends.isEmpty() ? List.of(boxOf(node)) : ends;
    }

    /** Returns whether another node inside {@code outer} uses this one, or whether this one is in its cleanup. */
    private boolean isUsedInside(Vertex node, Vertex outer) {
        return graph.edges().stream()
                .anyMatch(edge -> edge.isCleanup()
                        ? edge.from().equals(outer.id()) && isWithin(edge.to(), node.id())
                        : isWithin(edge.from(), node.id())
                                && !isWithin(edge.to(), node.id())
                                && isWithin(edge.to(), outer.id())
                                && isDrawn(edge.to()));
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

    /** Returns the parts of the nodes in a node, or of those that are in none. */
    private List<Part> scope(String in, String entry) {
        Map<String, Part> drawn = new LinkedHashMap<>();
        List<Member> members = members(in);
        Set<String> first = new LinkedHashSet<>();
        if (graph.node(in).filter(outer -> !outer.kind().hasItems()).isPresent()) {
            // The first steps of a branch also wait for the condition.
            members.stream().filter(node -> node.waitsFor().isEmpty()).forEach(node -> first.add(node.id()));
        }
        for (Vertex node : inside.getOrDefault(in, List.of())) {
            boolean reached = connect(node.id(), node, "", new LinkedHashSet<>());
            reached |= connectInput(node, node);
            if (isOneTask(node)) {
                Vertex call = inside.getOrDefault(node.id(), List.of()).get(0);
                reached |= connect(call.id(), node, "", new LinkedHashSet<>());
                reached |= connectInput(call, node);
            }
            if (first.contains(node.id()) || !reached) {
                arrows.add(new Arrow(entry, boxOf(node), "", false));
            }
            drawn.put(node.id(), part(node));
        }
        List<Part> parts = new ArrayList<>();
        for (List<Member> piece : GroupFrames.of(members, groupAround(in))) {
            List<Part> some = piece.stream()
                    .map(member -> Objects.requireNonNull(drawn.get(member.id())))
                    .toList();
            if (piece.get(0).group().isEmpty()) {
                parts.addAll(some);
            } else {
                String id = "group:" + some.get(0).id();
                parts.add(new Frame(id, FrameKind.GROUP, piece.get(0).group(), some));
            }
        }
        return parts;
    }

    /** Returns the innermost group of a node and of the nodes around it; empty if they have none. */
    private String groupAround(String node) {
        for (String at = node; !at.isEmpty(); ) {
            Vertex vertex = graph.node(at).orElse(null);
            if (vertex == null || !vertex.group().isEmpty()) {
                return vertex == null ? "" : vertex.group();
            }
            at = vertex.in();
        }
        return "";
    }

    /** Returns the nodes in a node with those of them that are before each. */
    private List<Member> members(String in) {
        List<Vertex> nodes = inside.getOrDefault(in, List.of());
        return nodes.stream()
                .map(node -> {
                    Set<String> before = new LinkedHashSet<>();
                    graph.nodes().stream()
                            .filter(inner -> isWithin(inner.id(), node.id()))
                            .forEach(inner -> addSources(inner.id(), before));
                    List<String> waitsFor = nodes.stream()
                            .filter(other -> !other.equals(node))
                            .map(Vertex::id)
                            .filter(other -> before.stream().anyMatch(source -> isWithin(source, other)))
                            .toList();
                    return new Member(node.id(), node.group(), waitsFor);
                })
                .toList();
    }

    /** Adds the nodes before a node, through added ones. */
    private void addSources(String node, Set<String> sources) {
        for (Edge edge : into.getOrDefault(node, List.of())) {
            boolean isNew = !edge.kind().equals("previous") && sources.add(edge.from());
            if (isNew && graph.node(edge.from()).map(Vertex::added).orElse(false)) {
                addSources(edge.from(), sources);
            }
        }
    }

    /**
     * Adds the arrows from the input of the run and from the items of fan-outs to a node that uses them; returns whether
     * there are any.
     *
     * @param user the call that uses them: the node, or the only call of a fan-out
     */
    private boolean connectInput(Vertex user, Vertex node) {
        boolean reached = false;
        for (InputPart part : user.input()) {
            boolean ofItem = part.source() == InputPart.Source.ITEM || part.source() == InputPart.Source.INDEX;
            Vertex fanOut = graph.node(part.node()).orElse(null);
            if (part.source() == InputPart.Source.RUN_INPUT) {
                arrows.add(new Arrow(INPUT, boxOf(node), "", false));
                reached = true;
            } else if (ofItem && fanOut != null && !isOneTask(fanOut)) {
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
                boolean result = edge.carriesResult() && !edge.isCleanup();
                for (String begin : result ? ends(from) : List.of(boxOf(from))) {
                    arrows.add(new Arrow(begin, boxOf(node), all, !edge.carriesResult()));
                }
                reached = true;
            }
        }
        return reached;
    }

    private Part part(Vertex node) {
        return switch (node.kind()) {
            case CALL, SUB_RUN, ON_FAILURE -> new Box(box(node.id()), Kind.CALL, node.id(), "");
            case WAIT, AWAIT -> new Box(box(node.id()), Kind.WAIT, node.id(), "");
            case FAN_OUT -> fanOut(node);
            case WHEN, ATTEMPT, ENSURE, REPEAT -> {
                String begin = box(node.id());
                List<Part> parts = new ArrayList<>();
                parts.add(new Box(begin, Kind.CONDITION, node.id(), ""));
                parts.addAll(scope(node.id(), begin));
                yield new Frame("frame:" + node.id(), FrameKind.SIDE, "", parts);
            }
        };
    }

    private Part fanOut(Vertex node) {
        List<Vertex> body = inside.getOrDefault(node.id(), List.of());
        if (isOneTask(node)) {
            return new Box(box(body.get(0).id()), Kind.STACK, body.get(0).id(), EACH_ITEM + "\n" + NO_MODE);
        }
        String items = box(node.id());
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(items, Kind.STACK, EACH_ITEM, NO_MODE));
        parts.addAll(scope(node.id(), items));
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
        return isOneTask(node)
                ? box(inside.getOrDefault(node.id(), List.of()).get(0).id())
                : box(node.id());
    }

    private static String box(String node) {
        return "call:" + node;
    }
}
