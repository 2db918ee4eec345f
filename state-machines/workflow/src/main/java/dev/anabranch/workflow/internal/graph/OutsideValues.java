package dev.anabranch.workflow.internal.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the values that a node or a scope uses from outside itself. A <em>source</em> is an expression that is not
 * built from others; the result of a fold is one, although it also has the sources of the initial value.
 */
public final class OutsideValues {

    private OutsideValues() {}

    /** Returns the sources in an expression, each once and in order. Constants are not included. */
    public static Set<Expr> sources(Expr expr) {
        Set<Expr> sources = new LinkedHashSet<>();
        addSources(expr, sources);
        return sources;
    }

    private static void addSources(Expr expr, Set<Expr> into) {
        if (isSource(expr)) {
            into.add(expr);
        }
        expr.parts().forEach(part -> addSources(part, into));
    }

    private static boolean isSource(Expr expr) {
        return !(expr instanceof Expr.Constant
                || expr instanceof Expr.Field
                || expr instanceof Expr.Composite
                || expr instanceof Expr.Sequence);
    }

    /** Returns the sources from outside a node that the node and the scopes in it use. */
    public static Set<Expr> of(Node node) {
        Set<Expr> used = new LinkedHashSet<>();
        node.inputs().forEach(input -> addSources(input, used));
        if (node instanceof Node.Repeat repeat) {
            used.addAll(ofRounds(repeat));
            return used;
        }
        for (Scope scope : node.scopes()) {
            used.addAll(node instanceof Node.FanOut fanOut ? of(scope, fanOut) : of(scope));
        }
        return used;
    }

    /** Returns the sources from outside a scope that it uses, including the item and index of its fan-out. */
    public static Set<Expr> of(Scope scope) {
        Set<Expr> used = new LinkedHashSet<>();
        Set<String> own = new HashSet<>();
        for (Node node : scope.nodes()) {
            used.addAll(of(node));
            own.add(node.id());
        }
        addSources(scope.output(), used);
        used.removeIf(source -> producer(source).map(own::contains).orElse(false));
        return used;
    }

    /** Returns the sources from outside a loop that its rounds use. */
    public static Set<Expr> ofRounds(Node.Repeat repeat) {
        Set<Expr> used = of(repeat.round());
        used.removeIf(source -> isStateOf(repeat.id(), source));
        return used;
    }

    private static boolean isStateOf(String id, Expr source) {
        return source instanceof Expr.Folded folded
                && folded.inside()
                && folded.fold().equals(id);
    }

    /** Returns the sources from outside a fan-out that its body uses. */
    public static Set<Expr> of(Scope body, Node.FanOut fanOut) {
        Set<Expr> used = of(body);
        used.remove(new Expr.Item(fanOut.id()));
        used.remove(new Expr.Index(fanOut.id()));
        used.removeIf(source -> isStateOf(fanOut.id(), source));
        return used;
    }

    /** Returns the nodes of any scope that {@code node} or a node in it waits for. */
    public static Set<String> waitsFor(Node node) {
        Set<String> waits = new LinkedHashSet<>();
        of(node).forEach(source -> producer(source).ifPresent(waits::add));
        waits.addAll(afters(node));
        return waits;
    }

    /**
     * Sorts the nodes of a scope so that each follows those it waits for, and otherwise keeps their order. Nodes that
     * depend on themselves keep their order at the end.
     */
    public static List<Node> inOrder(List<Node> nodes) {
        Map<String, Integer> positions = new HashMap<>();
        nodes.forEach(node -> positions.put(node.id(), positions.size()));
        List<List<Integer>> dependents = new ArrayList<>();
        nodes.forEach(node -> dependents.add(new ArrayList<>()));
        int[] pending = new int[nodes.size()];
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < pending.length; i++) {
            for (String id : waitsFor(nodes.get(i))) {
                int before = positions.getOrDefault(id, -1);
                if (before >= 0) {
                    dependents.get(before).add(i);
                    pending[i]++;
                }
            }
            if (pending[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            ordered.add(nodes.get(next));
            dependents.get(next).stream().filter(later -> --pending[later] == 0).forEach(ready::add);
        }
        for (int i = 0; i < pending.length; i++) {
            if (pending[i] > 0) {
                ordered.add(nodes.get(i));
            }
        }
        return ordered;
    }

    /** Returns the nodes in the {@code after} of a node and of the nodes in it. */
    private static List<String> afters(Node node) {
        List<String> afters = new ArrayList<>(node.after());
        node.scopes().forEach(scope -> scope.nodes().forEach(inner -> afters.addAll(afters(inner))));
        return afters;
    }

    /** Returns the node that produces a source; empty for the run's input, items and indexes. */
    private static Optional<String> producer(Expr source) {
        if (source instanceof Expr.Result result) {
            return Optional.of(result.node());
        }
        if (source instanceof Expr.Folded folded && !folded.inside()) {
            return Optional.of(folded.fold());
        }
        if (source instanceof Expr.Outcome outcome) {
            return Optional.of(outcome.guard());
        }
        return source instanceof Expr.Collected collected ? Optional.of(collected.fanOut()) : Optional.empty();
    }
}
