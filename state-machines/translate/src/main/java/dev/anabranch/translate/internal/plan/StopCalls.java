package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.runs.internal.process.ScopeStop;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.Scope;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.graph.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls of {@link ScopeStop}: each follows the failure of a scope, or the early end of a fan-out, that can leave waits
 * for answers or runs of other workflows behind. Step Functions stops the states that wait for them, but changes no
 * record. The calls are not nodes of the graph, because they run only after a failure; a run that does not fail has no
 * additional state transition.
 *
 * <p>A scope whose only waits are outside of fan-outs and loops has no such call: the state machine writes their records
 * itself.
 */
public final class StopCalls {

    private static final TaskRef TASK = new TaskRef(
            ScopeStop.class.getName(),
            new TypeName(ScopeStop.Input.class.getName()),
            new TypeName("java.lang.Long"),
            LambdaQuotas.WHOLE_CPU_MB,
            300);

    /** The history events of a call. */
    static final int EVENTS = WorstCase.events(call("", Optional.empty(), ""));

    private final Map<String, Stop> calls = new LinkedHashMap<>();
    private final Set<String> names;

    /**
     * A call.
     *
     * @param call the call
     * @param in the node that contains it; empty for none
     * @param stops the node inside which it ends what is stopped
     */
    public record Stop(Node.Call call, String in, String stops) {}

    private StopCalls(Graph graph) {
        names = graph.nodes().stream()
                .flatMap(node -> node instanceof Node.Repeat repeat
                        ? Stream.of(repeat.id(), repeat.limit())
                        : Stream.of(node.id()))
                .collect(Collectors.toCollection(HashSet::new));
        read(graph.root(), "");
    }

    /** Returns the calls for a planned graph. */
    static StopCalls of(Graph graph) {
        return new StopCalls(graph);
    }

    private void read(Scope scope, String in) {
        for (Node node : scope.nodes()) {
            if (node instanceof Node.Guard guard) {
                if (isNeeded(guard.body())) {
                    add(Plan.body(guard), "stop of " + guard.id(), guard, in);
                }
                if (guard.cleanup().filter(StopCalls::isNeeded).isPresent()) {
                    add(Plan.cleanup(guard), "stop of cleanup of " + guard.id(), guard, in);
                }
            } else if (node instanceof Node.FanOut fanOut) {
                if (isNeededForItem(fanOut)) {
                    add(Plan.body(fanOut), "stop of item of " + fanOut.id(), fanOut, fanOut.id());
                }
                if (isNeededAtEnd(fanOut)) {
                    add(Plan.earlyEnd(fanOut), "stop of " + fanOut.id(), fanOut, in);
                }
            }
            node.scopes().forEach(inner -> read(inner, node.id()));
        }
    }

    private void add(String scope, String preferred, Node node, String in) {
        String name = preferred;
        for (int i = 2; !names.add(name); i++) {
            name = preferred + " " + i;
        }
        calls.put(scope, new Stop(call(name, node.group(), node.line()), in, node.id()));
    }

    private static Node.Call call(String name, Optional<String> group, String line) {
        CallOptions options =
                new CallOptions(RetryPolicy.NONE, TASK.timeoutSeconds(), TASK.memoryMb(), Optional.empty());
        return new Node.Call(name, TASK, new Expr.Composite(Map.of()), options, List.of(), group, line);
    }

    /** Returns all calls, in the order of the graph. */
    public List<Stop> all() {
        return List.copyOf(calls.values());
    }

    /** Returns the call for a scope: see {@link Plan#body} and {@link Plan#earlyEnd}; empty if it needs none. */
    public Optional<Stop> of(String scope) {
        return Optional.ofNullable(calls.get(scope));
    }

    /** Returns the calls that follow failures in a node. */
    public List<Stop> in(Node node) {
        return calls.values().stream()
                .filter(stop -> stop.stops().equals(node.id()))
                .toList();
    }

    /** Returns whether a call follows failures in a node or its early end. */
    public static boolean isNeeded(Node node) {
        return node instanceof Node.Guard guard
                ? guard.scopes().stream().anyMatch(StopCalls::isNeeded)
                : node instanceof Node.FanOut fanOut && (isNeededForItem(fanOut) || isNeededAtEnd(fanOut));
    }

    /** Returns whether a failure in the steps or the cleanup of a guard can leave something behind. */
    static boolean isNeeded(Scope scope) {
        return waits(scope) && leaves(scope, false, false);
    }

    /** Returns whether a failed item of a fan-out that tolerates failures can leave something behind. */
    static boolean isNeededForItem(Node.FanOut fanOut) {
        return fanOut.options().tolerance().isPresent() && waits(fanOut.body()) && leaves(fanOut.body(), false, true);
    }

    /** Returns whether a fan-out that ends early can leave something behind. */
    static boolean isNeededAtEnd(Node.FanOut fanOut) {
        return fanOut.options().canEndEarly() && waits(fanOut.body());
    }

    /** Returns whether a scope waits for an answer or another run, at any depth. */
    private static boolean waits(Scope scope) {
        return Scope.nodesIn(scope).stream()
                .anyMatch(node -> node instanceof Node.Await || node instanceof Node.SubRun);
    }

    /**
     * Returns whether a wait or a run in a scope can be in progress when something else fails.
     *
     * @param parallel whether something else runs in parallel to the scope
     * @param repeated whether the scope is in a fan-out or loop
     */
    private static boolean leaves(Scope scope, boolean parallel, boolean repeated) {
        Map<String, Set<String>> before = new HashMap<>();
        for (Node node : scope.nodes()) {
            Set<String> earlier = new HashSet<>();
            for (String other : OutsideValues.waitsFor(node)) {
                if (before.containsKey(other)) {
                    earlier.add(other);
                    earlier.addAll(before.getOrDefault(other, Set.of()));
                }
            }
            before.put(node.id(), earlier);
        }
        for (Node node : scope.nodes()) {
            boolean alone = scope.nodes().stream()
                    .allMatch(other -> other == node
                            || before.getOrDefault(node.id(), Set.of()).contains(other.id())
                            || before.getOrDefault(other.id(), Set.of()).contains(node.id()));
            if (leaves(node, parallel || !alone, repeated)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leaves(Node node, boolean parallel, boolean repeated) {
        if (node instanceof Node.SubRun) {
            return parallel;
        }
        if (node instanceof Node.Await) {
            return parallel && repeated;
        }
        List<Scope> scopes =
                node instanceof Node.Repeat repeat ? List.of(repeat.round()) : new ArrayList<>(node.scopes());
        boolean items = node instanceof Node.FanOut fanOut && !fanOut.isFold();
        boolean inside = node instanceof Node.FanOut || node instanceof Node.Repeat;
        return scopes.stream().anyMatch(scope -> leaves(scope, parallel || items, repeated || inside));
    }
}
