package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who uses what: which nodes' results are wanted, by whom, and in which form. */
public final class ResultDemand {

    /** Stands for the scope's output among the users of a result. */
    private static final String OUTPUT = "";

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, Set<String>> users = new HashMap<>();
    private final Map<String, List<Node.FanOut>> walkedBy = new HashMap<>();
    private final Set<String> decided = new HashSet<>();
    private final Map<String, Set<String>> collectedFrom = new HashMap<>();

    private ResultDemand(Graph graph) {
        graph.nodes().forEach(node -> nodes.put(node.id(), node));
        read(graph.root(), 0);
        useOutput(graph.root());
    }

    /** Reads a graph whose fan-outs and conditionals go by what calls returned. */
    public static ResultDemand of(Graph graph) {
        return new ResultDemand(graph);
    }

    private void read(Scope scope, int depth) {
        for (Node node : scope.nodes()) {
            depths.put(node.id(), depth);
            OutsideValues.of(node).forEach(source -> use(source, node.id()));
            if (node instanceof Node.FanOut fanOut) {
                walkedBy.computeIfAbsent(producer(fanOut.list()), id -> new ArrayList<>())
                        .add(fanOut);
            } else if (node instanceof Node.When when) {
                decided.add(producer(when.condition()));
            }
            node.scopes().forEach(inner -> read(inner, node instanceof Node.FanOut ? depth + 1 : depth));
            if (node instanceof Node.When) {
                node.scopes().forEach(side -> useOutput(side));
            }
        }
    }

    /** What a body is worth is in records, so only the whole and the sides of a conditional use what they are worth. */
    private void useOutput(Scope scope) {
        OutsideValues.sources(scope.output()).forEach(source -> use(source, OUTPUT));
    }

    private void use(Expr source, String user) {
        if (source instanceof Expr.Collected collected) {
            collectedFrom
                    .computeIfAbsent(collected.fanOut(), id -> new LinkedHashSet<>())
                    .add(collected.node());
        }
        String producer = variable(source);
        if (!producer.isEmpty()) {
            users.computeIfAbsent(producer, id -> new LinkedHashSet<>()).add(user);
        }
    }

    /** The node with that id. */
    public Node node(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("There is no node `" + id + "`.");
        }
        return node;
    }

    /** How many fan-outs a node is in. */
    public int depth(String node) {
        return depths.getOrDefault(node, 0);
    }

    /** The call whose result is the list that a fan-out walks. */
    public String listOf(String fanOut) {
        return producer(((Node.FanOut) node(fanOut)).list());
    }

    /** The node whose result must be at hand to evaluate a source; empty for none. A fan-in needs the list, for its length. */
    public String variable(Expr source) {
        if (source instanceof Expr.Result result) {
            return result.node();
        }
        return source instanceof Expr.Collected collected ? listOf(collected.fanOut()) : "";
    }

    /** The fan-outs that walk a call's result. */
    public List<Node.FanOut> walkedBy(String call) {
        return walkedBy.getOrDefault(call, List.of());
    }

    /** The calls in a fan-out's body whose results are read back, in order. */
    public List<String> collectedFrom(String fanOut) {
        return List.copyOf(collectedFrom.getOrDefault(fanOut, Set.of()));
    }

    /** True when the state machine itself looks into a call's result, as a list or a boolean. */
    public boolean inspected(String call) {
        return walkedBy.containsKey(call) || decided.contains(call);
    }

    /** True when anybody wants the result. */
    public boolean wanted(String node) {
        return users.containsKey(node);
    }

    /** The nodes of a branch whose results are wanted outside of it, in order. */
    public List<String> exports(ExecutionOrder branch) {
        Set<String> inside = new LinkedHashSet<>();
        ids(branch, inside);
        return inside.stream()
                .filter(id -> users.getOrDefault(id, Set.of()).stream().anyMatch(user -> !inside.contains(user)))
                .toList();
    }

    private static void ids(ExecutionOrder shape, Set<String> into) {
        shape.accept(new ExecutionOrder.Visitor<Void>() {
            @Override
            @SuppressWarnings("NullAway") // Void has no other value.
            public Void step(ExecutionOrder.Step step) {
                into.add(step.node().id());
                return null;
            }

            @Override
            @SuppressWarnings("NullAway")
            public Void inOrder(ExecutionOrder.InOrder inOrder) {
                inOrder.parts().forEach(part -> ids(part, into));
                return null;
            }

            @Override
            @SuppressWarnings("NullAway")
            public Void sideBySide(ExecutionOrder.SideBySide sideBySide) {
                sideBySide.branches().forEach(branch -> ids(branch, into));
                return null;
            }
        });
    }

    private static String producer(Expr expr) {
        if (expr instanceof Expr.Result result) {
            return result.node();
        }
        throw new IllegalStateException("A list or condition is not what a call returned: " + expr);
    }
}
