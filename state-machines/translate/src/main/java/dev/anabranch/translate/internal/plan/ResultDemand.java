package dev.anabranch.translate.internal.plan;

import dev.anabranch.runtime.internal.action.Relay;
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
import java.util.Optional;
import java.util.Set;

/** Which nodes use the results of which other nodes, and in which form. */
public final class ResultDemand {

    /** The scope's output as a user of a result. */
    private static final String OUTPUT = "";

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, Set<String>> users = new HashMap<>();
    private final Map<String, List<Node.FanOut>> fanOutsOver = new HashMap<>();
    private final Set<String> conditions = new HashSet<>();
    private final Set<String> paused = new HashSet<>();
    private final Map<String, Set<String>> collectedCalls = new HashMap<>();
    private final Map<String, Node.Call> checks = new HashMap<>();
    private final StopCalls stops;

    private ResultDemand(Graph graph) {
        stops = StopCalls.of(graph);
        graph.nodes().forEach(node -> nodes.put(node.id(), node));
        read(graph.root(), 0);
        useOutput(graph.root());
    }

    /** Reads a planned graph, in which lists and conditions are results of calls. */
    public static ResultDemand of(Graph graph) {
        return new ResultDemand(graph);
    }

    private void read(Scope scope, int depth) {
        for (Node node : scope.nodes()) {
            depths.put(node.id(), depth);
            OutsideValues.of(node).forEach(source -> use(source, node.id()));
            if (node instanceof Node.FanOut fanOut) {
                fanOutsOver
                        .computeIfAbsent(producer(fanOut.list()), id -> new ArrayList<>())
                        .add(fanOut);
            } else if (node instanceof Node.Call call) {
                AddedCalls.checked(call).ifPresent(fanOut -> checks.put(fanOut, call));
            } else if (node instanceof Node.When when) {
                conditions.add(producer(when.condition()));
            } else if (node instanceof Node.Repeat repeat) {
                conditions.add(producer(repeat.until().output()));
                useOutput(repeat.until());
                if (repeat.everySeconds() > 0) {
                    // The state machine reads from the answer whether the round was reused, which then has no pause.
                    paused.add(repeat.state());
                    useOutput(repeat.body());
                }
            } else if (node instanceof Node.SubRun run) {
                conditions.add(startOf(run));
            }
            boolean inner = node instanceof Node.FanOut || node instanceof Node.Repeat;
            node.scopes().forEach(scopeInside -> read(scopeInside, inner ? depth + 1 : depth));
            if (node instanceof Node.When || (node instanceof Node.Guard guard && !guard.isAttempt())) {
                node.scopes().forEach(this::useOutput);
            }
        }
    }

    /**
     * Marks the output of the workflow or of a conditional's branch as used. The output of a fan-out's body is read
     * from records.
     */
    private void useOutput(Scope scope) {
        OutsideValues.sources(scope.output()).forEach(source -> use(source, OUTPUT));
    }

    private void use(Expr source, String user) {
        if (source instanceof Expr.Collected collected) {
            collectedCalls
                    .computeIfAbsent(collected.fanOut(), id -> new LinkedHashSet<>())
                    .add(collected.node());
        }
        String producer = variable(source);
        if (!producer.isEmpty()) {
            users.computeIfAbsent(producer, id -> new LinkedHashSet<>()).add(user);
        }
    }

    /** Returns the node with the id {@code id}. */
    public Node node(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("There is no node `" + id + "`.");
        }
        return node;
    }

    /** Returns the call that prepares a run of another workflow. */
    public String startOf(Node.SubRun run) {
        return producer(((Expr.Composite) run.end().input()).parts().get(0));
    }

    /** Returns the number of fan-outs and loops around a node. */
    public int depth(String node) {
        return depths.getOrDefault(node, 0);
    }

    /** Returns the node whose result has the number of items of a fan-out, or of rounds of a loop. */
    public String listOf(String fanOut) {
        return node(fanOut) instanceof Node.Repeat ? fanOut : producer(((Node.FanOut) node(fanOut)).list());
    }

    /**
     * Returns the node whose result is needed to evaluate a source; empty for none. A fan-in needs the length of the
     * list.
     */
    public String variable(Expr source) {
        if (source instanceof Expr.Result result) {
            return result.node();
        }
        if (source instanceof Expr.Folded folded) {
            return folded.inside() ? "" : listOf(folded.fold());
        }
        return source instanceof Expr.Collected collected ? listOf(collected.fanOut()) : "";
    }

    /** Returns the fan-outs over a call's result. */
    public List<Node.FanOut> fanOutsOver(String call) {
        return fanOutsOver.getOrDefault(call, List.of());
    }

    /** Returns the calls in a fan-out's body whose results are collected, in order. */
    public List<String> collectedCalls(String fanOut) {
        return List.copyOf(collectedCalls.getOrDefault(fanOut, Set.of()));
    }

    /** Returns the call that checks a fan-out which can end early; empty for other fan-outs. */
    public Optional<Node.Call> check(String fanOut) {
        return Optional.ofNullable(checks.get(fanOut));
    }

    /** Returns the calls that end what is stopped. */
    public StopCalls stops() {
        return stops;
    }

    /**
     * Returns whether a call only passes a condition on that the state machine may be able to read itself, because the
     * condition is an item, a value from outside or a field of one.
     */
    public boolean isRelayedCondition(Node.Call call) {
        return conditions.contains(call.id())
                && !fanOutsOver.containsKey(call.id())
                && call.task().className().equals(Relay.class.getName());
    }

    /** Returns the call whose record has the outcome of an attempt: in a planned graph it is the steps' output. */
    public String lastCall(Node.Guard attempt) {
        return producer(attempt.body().output());
    }

    /** Returns whether the state machine itself reads a call's result, as a list or a boolean. */
    boolean isInspected(String call) {
        return fanOutsOver.containsKey(call) || conditions.contains(call) || paused.contains(call);
    }

    /** Returns whether a loop pauses after the rounds whose result a call returns, unless it was reused. */
    public boolean isPausedAfter(String call) {
        return paused.contains(call);
    }

    /** Returns whether a node's result is used. */
    public boolean isUsed(String node) {
        return users.containsKey(node);
    }

    /** Returns the nodes of a branch whose results are used outside it, in order. */
    public List<String> exports(ExecutionOrder branch) {
        Set<String> inside = new LinkedHashSet<>();
        ids(branch, inside);
        return inside.stream()
                .filter(id -> users.getOrDefault(id, Set.of()).stream().anyMatch(user -> !inside.contains(user)))
                .toList();
    }

    private static void ids(ExecutionOrder order, Set<String> into) {
        order.accept(new ExecutionOrder.Visitor<Void>() {
            @Override
            @SuppressWarnings("NullAway") // Void has no other value.
            public Void step(ExecutionOrder.Step step) {
                into.add(step.node().id());
                return null;
            }

            @Override
            @SuppressWarnings("NullAway")
            public Void inSequence(ExecutionOrder.InSequence sequence) {
                sequence.parts().forEach(part -> ids(part, into));
                return null;
            }

            @Override
            @SuppressWarnings("NullAway")
            public Void inParallel(ExecutionOrder.InParallel parallel) {
                parallel.branches().forEach(branch -> ids(branch, into));
                return null;
            }
        });
    }

    private static String producer(Expr expr) {
        if (expr instanceof Expr.Result result) {
            return result.node();
        }
        throw new IllegalStateException("A list or condition is not the result of a call: " + expr);
    }
}
