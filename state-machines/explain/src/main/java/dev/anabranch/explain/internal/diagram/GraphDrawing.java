package dev.anabranch.explain.internal.diagram;

import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Frame;
import dev.anabranch.explain.internal.diagram.Drawing.FrameKind;
import dev.anabranch.explain.internal.diagram.Drawing.Kind;
import dev.anabranch.explain.internal.diagram.Drawing.Part;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Converts a graph into a drawing. A fan-out over a single task is a stacked box; a fan-out over several steps is a
 * frame.
 */
final class GraphDrawing {

    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private final Graph graph;
    private final Map<String, String> ids = new LinkedHashMap<>();
    /** The box at which arrows from a node begin, by node. */
    private final Map<String, String> exits = new HashMap<>();

    private final Set<Arrow> arrows = new LinkedHashSet<>();
    private int groups;
    /** The innermost group around the scope that is being drawn; empty for none. */
    private String around = "";

    private GraphDrawing(Graph graph) {
        this.graph = graph;
        for (Node node : graph.nodes()) {
            ids.put(node.id(), "n" + (ids.size() + 1));
        }
    }

    static Drawing of(Graph graph) {
        return new GraphDrawing(graph).draw();
    }

    private Drawing draw() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(INPUT, Kind.INPUT, "input", simple(graph.inputType().text())));
        parts.addAll(scope(graph.root(), INPUT));
        graph.onFailure().ifPresent(call -> {
            parts.add(new Box(id(call.id()), Kind.CALL, call.id(), "if the run fails"));
            arrows.add(new Arrow(INPUT, id(call.id()), "", true));
        });
        parts.add(
                new Box(OUTPUT, Kind.OUTPUT, "output", simple(graph.outputType().text())));
        flow(graph.root().output(), OUTPUT);
        for (Node node : graph.root().nodes()) {
            if (arrows.stream().noneMatch(arrow -> arrow.from().equals(exits.get(node.id())))) {
                arrows.add(new Arrow(exit(node.id()), OUTPUT, "", true));
            }
        }
        return new Drawing(graph.workflow(), new Frame("root", FrameKind.ROOT, "", parts), List.copyOf(arrows));
    }

    /** Returns the parts of a scope. Nodes of the same group share a frame, unless this would create a cycle. */
    private List<Part> scope(Scope scope, String entry) {
        Map<String, Part> drawn = new LinkedHashMap<>();
        String outer = around;
        for (Node node : scope.nodes()) {
            around = node.group().orElse(outer);
            drawn.put(node.id(), node(node, entry));
        }
        around = outer;
        List<Part> parts = new ArrayList<>();
        for (List<GroupFrames.Member> piece : groups(scope, around)) {
            List<Part> members = piece.stream()
                    .map(node -> Objects.requireNonNull(drawn.get(node.id())))
                    .toList();
            String group = piece.get(0).group();
            if (group.isEmpty()) {
                parts.addAll(members);
            } else {
                parts.add(new Frame("g" + ++groups, FrameKind.GROUP, group, members));
            }
        }
        return parts;
    }

    /** Returns the frames of the nodes of a scope, which is in a frame of a group unless {@code around} is empty. */
    static List<List<GroupFrames.Member>> groups(Scope scope, String around) {
        return GroupFrames.of(
                scope.nodes().stream()
                        .map(node -> new GroupFrames.Member(
                                node.id(), node.group().orElse(""), OutsideValues.waitsFor(node)))
                        .toList(),
                around);
    }

    private Part node(Node node, String entry) {
        String id = id(node.id());
        int before = arrows.size();
        Part part = node.accept(new Node.Visitor<>() {
            @Override
            public Part call(Node.Call call) {
                exits.put(call.id(), id);
                flow(call.input(), id);
                return new Box(id, Kind.CALL, call.id(), differing(call.task().simpleName(), call.id()));
            }

            @Override
            public Part fanOut(Node.FanOut fanOut) {
                return fanned(fanOut, id);
            }

            @Override
            public Part repeat(Node.Repeat repeat) {
                return repeated(repeat, id);
            }

            @Override
            public Part when(Node.When when) {
                return decided(when, id);
            }

            @Override
            public Part guard(Node.Guard guard) {
                return guarded(guard, id);
            }

            @Override
            public Part await(Node.Await await) {
                return awaited(await, id);
            }

            @Override
            public Part subRun(Node.SubRun run) {
                exits.put(run.id(), id);
                flow(run.end().input(), id);
                return new Box(id, Kind.CALL, run.id(), "run of " + run.child().workflow());
            }

            @Override
            public Part wait(Node.Wait wait) {
                exits.put(wait.id(), id);
                flow(wait.timer().input(), id);
                return new Box(
                        id,
                        Kind.WAIT,
                        wait.id(),
                        wait.seconds().isPresent() ? span(wait.seconds().getAsLong()) : "");
            }
        });
        node.after().forEach(earlier -> arrows.add(new Arrow(exit(earlier), entryOf(node, id), "", true)));
        if (arrows.size() == before) {
            arrows.add(new Arrow(entry, entryOf(node, id), "", true));
        }
        return part;
    }

    /** Returns the box at which arrows to a node end. A frame has a separate box for them. */
    private static String entryOf(Node node, String id) {
        return node instanceof Node.Repeat || (node instanceof Node.FanOut fanOut && !isOneTask(fanOut))
                ? id + "items"
                : id;
    }

    private static boolean isOneTask(Node.FanOut fanOut) {
        return fanOut.body().nodes().size() == 1 && fanOut.body().nodes().get(0) instanceof Node.Call;
    }

    private Part fanned(Node.FanOut fanOut, String id) {
        if (isOneTask(fanOut)) {
            Node.Call call = (Node.Call) fanOut.body().nodes().get(0);
            exits.put(fanOut.id(), id);
            exits.put(call.id(), id);
            flow(fanOut.list(), id);
            OutsideValues.of(fanOut.body(), fanOut).forEach(source -> flow(source, id));
            return new Box(id, Kind.STACK, call.id(), options(fanOut, each(fanOut)));
        }
        String items = id + "items";
        flow(fanOut.list(), items);
        exits.put(fanOut.id(), items);
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(items, Kind.STACK, each(fanOut), options(fanOut, "")));
        parts.addAll(scope(fanOut.body(), items));
        return new Frame(id, FrameKind.BODY, fanOut.id(), parts);
    }

    private static String each(Node.FanOut fanOut) {
        return fanOut.isFold() ? "each item in turn" : "each item";
    }

    private Part repeated(Node.Repeat repeat, String id) {
        String rounds = id + "items";
        flow(repeat.start(), rounds);
        exits.put(repeat.id(), rounds);
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(
                rounds,
                Kind.STACK,
                "each round",
                "at most " + repeat.atMost().orElse(0)
                        + (repeat.everySeconds() == 0 ? "" : ", every " + span(repeat.everySeconds()))));
        parts.addAll(scope(repeat.round(), rounds));
        return new Frame(id, FrameKind.BODY, repeat.id(), parts);
    }

    private Part decided(Node.When when, String id) {
        flow(when.condition(), id);
        exits.put(when.id(), id);
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(id, Kind.CONDITION, when.id(), ""));
        parts.add(side(when.then(), id, "yes"));
        parts.add(side(when.otherwise(), id, "no"));
        parts.removeIf(part -> part instanceof Frame frame && frame.parts().isEmpty());
        return new Frame(id + "if", FrameKind.GROUP, "", parts);
    }

    private Part guarded(Node.Guard guard, String id) {
        exits.put(guard.id(), id);
        List<Part> parts = new ArrayList<>();
        parts.add(new Box(id, Kind.CONDITION, guard.id(), ""));
        parts.add(side(guard.body(), id, "steps"));
        guard.cleanup().ifPresent(cleanup -> parts.add(side(cleanup, id, "cleanup")));
        parts.removeIf(part -> part instanceof Frame frame && frame.parts().isEmpty());
        return new Frame(id + "try", FrameKind.GROUP, "", parts);
    }

    private Part side(Scope scope, String condition, String answer) {
        List<Part> parts = scope(scope, condition);
        Set<String> own = new LinkedHashSet<>();
        scope.nodes().forEach(node -> own.add(node.id()));
        // The first steps of a branch also wait for the condition.
        for (Node node : scope.nodes()) {
            if (OutsideValues.waitsFor(node).stream().noneMatch(own::contains)) {
                String to = entryOf(node, id(node.id()));
                arrows.removeIf(
                        arrow -> arrow.from().equals(condition) && arrow.to().equals(to));
                arrows.add(new Arrow(condition, to, "", false));
            }
        }
        return new Frame(condition + answer, FrameKind.SIDE, answer, parts);
    }

    /** Adds arrows from all sources of an expression. */
    private void flow(Expr expr, String to) {
        for (Expr source : OutsideValues.sources(expr)) {
            for (String from : from(source)) {
                if (!from.equals(to)) {
                    arrows.add(new Arrow(from, to, source instanceof Expr.Collected ? "all" : "", false));
                }
            }
        }
    }

    private List<String> from(Expr source) {
        if (source instanceof Expr.RunInput) {
            return List.of(INPUT);
        }
        if (source instanceof Expr.Collected collected) {
            return List.of(exit(collected.node()));
        }
        if (source instanceof Expr.Folded folded) {
            // Inside the body, the value comes from the item before, which is the same box.
            return List.of(exit(folded.inside() ? folded.fold() : folded.node()));
        }
        if (source instanceof Expr.Item item) {
            return List.of(exit(item.fanOut()));
        }
        if (source instanceof Expr.Index index) {
            return List.of(exit(index.fanOut()));
        }
        if (source instanceof Expr.Result result) {
            Node producer = graph.node(result.node()).orElse(null);
            return producer instanceof Node.When
                    ? ends(producer, producer.scopes())
                    : producer instanceof Node.Guard guard
                            ? ends(guard, List.of(guard.body()))
                            : List.of(exit(result.node()));
        }
        if (source instanceof Expr.Outcome outcome
                && graph.node(outcome.guard()).orElse(null) instanceof Node.Guard guard) {
            return ends(guard, List.of(guard.body()));
        }
        return List.of();
    }

    /** Returns the boxes that produce the value of a conditional or of steps: the ends of its branches. */
    private List<String> ends(Node node, List<Scope> sides) {
        List<String> ends = new ArrayList<>();
        for (Scope side : sides) {
            Set<Expr> sources = OutsideValues.sources(side.output());
            sources.forEach(source -> ends.addAll(from(source)));
            if (sources.isEmpty()) {
                ends.add(exit(node.id()));
            }
        }
        return ends;
    }

    private String id(String node) {
        return ids.getOrDefault(node, node);
    }

    private String exit(String node) {
        return exits.getOrDefault(node, id(node));
    }

    private Part awaited(Node.Await await, String id) {
        exits.put(await.id(), id);
        flow(await.prompt(), id);
        String what = await.start().isPresent() ? "callback within " : "answer within ";
        return new Box(id, Kind.WAIT, await.id(), what + span(await.timeoutSeconds()));
    }

    /** Returns a duration in its largest whole units: {@code 1 d 12 h}. */
    private static String span(long seconds) {
        Duration duration = Duration.ofSeconds(seconds);
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "min");
        append(text, duration.toSecondsPart(), "s");
        return text.isEmpty() ? "0 s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
        }
    }

    private static String options(Node.FanOut fanOut, String first) {
        FanOutOptions options = fanOut.options();
        List<String> all = new ArrayList<>();
        if (!first.isEmpty()) {
            all.add(first);
        }
        options.atMost().ifPresent(width -> all.add("at most " + width));
        if (!fanOut.isFold()) {
            options.concurrency().ifPresent(concurrency -> all.add(concurrency + " in parallel"));
        }
        if (options.batch() > 1) {
            all.add("in batches of " + options.batch());
        }
        options.label()
                .ifPresent(field -> all.add(
                        field.equals(ItemLabels.ITEM_ITSELF) ? "labelled by the item" : "labelled by " + field));
        if (options.successes().isPresent()) {
            int needed = options.successes().getAsInt();
            all.add(needed == 1 ? "until one succeeds" : "until " + needed + " succeed");
        } else {
            options.tolerance().map(GraphDrawing::failures).ifPresent(all::add);
        }
        return String.join(", ", all);
    }

    private static String failures(Tolerance limits) {
        List<String> both = new ArrayList<>();
        if (limits.count() < Long.MAX_VALUE) {
            both.add(Long.toString(limits.count()));
        }
        if (limits.percent() < 100) {
            both.add(BigDecimal.valueOf(limits.percent()).stripTrailingZeros().toPlainString() + " percent");
        }
        return (both.isEmpty() ? "any" : "at most " + String.join(" and ", both)) + " may fail";
    }

    /** Returns the task's name if the node has another name; otherwise an empty text. */
    private static String differing(String task, String node) {
        return task.equalsIgnoreCase(node.replaceAll("[ _-]", "").replaceAll("\\d+$", "")) ? "" : task;
    }

    private static String simple(String type) {
        return type.replaceAll("[\\w.]*[.$](\\w+)", "$1");
    }
}
