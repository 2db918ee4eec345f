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

/** Which values a node or a scope takes from outside itself. */
public final class OutsideValues {

    private OutsideValues() {}

    /** The sources that an expression is made of, each once, in order: everything but fields, records and lists. */
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

    /** The sources that a node takes, for itself and for the scopes in it, from outside the node. */
    public static Set<Expr> of(Node node) {
        Set<Expr> taken = new LinkedHashSet<>();
        node.inputs().forEach(input -> addSources(input, taken));
        for (Scope scope : node.scopes()) {
            taken.addAll(node instanceof Node.FanOut fanOut ? of(scope, fanOut) : of(scope));
        }
        return taken;
    }

    /** The sources that a scope takes from outside the scope. The item and index of its fan-out are among them. */
    public static Set<Expr> of(Scope scope) {
        Set<Expr> taken = new LinkedHashSet<>();
        Set<String> own = new HashSet<>();
        for (Node node : scope.nodes()) {
            taken.addAll(of(node));
            own.add(node.id());
        }
        addSources(scope.output(), taken);
        taken.removeIf(source -> producer(source).map(own::contains).orElse(false));
        return taken;
    }

    /** The sources that the body of a fan-out takes from outside the fan-out. */
    public static Set<Expr> of(Scope body, Node.FanOut fanOut) {
        Set<Expr> taken = of(body);
        taken.remove(new Expr.Item(fanOut.id()));
        taken.remove(new Expr.Index(fanOut.id()));
        return taken;
    }

    /** The nodes, of whatever scope, that {@code node} waits for, for itself or on behalf of the nodes in it. */
    public static Set<String> waitsFor(Node node) {
        Set<String> waits = new LinkedHashSet<>();
        of(node).forEach(source -> producer(source).ifPresent(waits::add));
        waits.addAll(afters(node));
        return waits;
    }

    /**
     * The nodes of a scope such that each comes after those it waits for, otherwise as they are. Nodes that wait for each other in a
     * circle stay as they are, at the end.
     */
    public static List<Node> inOrder(List<Node> nodes) {
        Map<String, Integer> positions = new HashMap<>();
        nodes.forEach(node -> positions.put(node.id(), positions.size()));
        List<List<Integer>> waiting = new ArrayList<>();
        nodes.forEach(node -> waiting.add(new ArrayList<>()));
        int[] missing = new int[nodes.size()];
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < missing.length; i++) {
            for (String id : waitsFor(nodes.get(i))) {
                int before = positions.getOrDefault(id, -1);
                if (before >= 0) {
                    waiting.get(before).add(i);
                    missing[i]++;
                }
            }
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            ordered.add(nodes.get(next));
            waiting.get(next).stream().filter(later -> --missing[later] == 0).forEach(ready::add);
        }
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] > 0) {
                ordered.add(nodes.get(i));
            }
        }
        return ordered;
    }

    /** What a node waits for without taking a value, also on behalf of the nodes in it. */
    private static List<String> afters(Node node) {
        List<String> afters = new ArrayList<>(node.after());
        node.scopes().forEach(scope -> scope.nodes().forEach(inner -> afters.addAll(afters(inner))));
        return afters;
    }

    /** The node that makes a source. */
    private static Optional<String> producer(Expr source) {
        if (source instanceof Expr.Result result) {
            return Optional.of(result.node());
        }
        return source instanceof Expr.Collected collected ? Optional.of(collected.fanOut()) : Optional.empty();
    }
}
