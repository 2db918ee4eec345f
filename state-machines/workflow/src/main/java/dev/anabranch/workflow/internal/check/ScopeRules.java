package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Checks that a value is used only after the node that produces it, in that node's scope or in a scope nested in it.
 */
final class ScopeRules implements Checks.Rule {

    /** The prefix of entries in the set of visible names that stand for a fan-out's item and index. */
    private static final String ITEM = "item of ";

    @Override
    public void check(Graph graph, FindingReport report) {
        Set<String> visible = new LinkedHashSet<>();
        nodes(graph.root(), visible, report);
        for (String leak : leaks(graph.root().output(), visible)) {
            report.error(
                    "value-out-of-scope",
                    "define() returns a value of `" + leak
                            + "`, which exists only inside a fan-out, a loop, an attempt or a branch.",
                    "Return the value that the step around it has outside: of a fan-out `collect()`, of a conditional"
                            + " `value()`, of a loop or an attempt the loop or the attempt itself.");
        }
    }

    /**
     * Checks the nodes of a scope and adds them to {@code visible}. The caller removes them when it leaves the scope.
     */
    private static void nodes(Scope scope, Set<String> visible, FindingReport report) {
        circle(scope, visible, report);
        for (Node node : scope.nodes()) {
            node.inputs().forEach(input -> leaks(input, visible)
                    .forEach(leak -> report.error(
                            "value-out-of-scope",
                            node,
                            "it uses a value of `" + leak
                                    + "`, which exists only inside a fan-out, a loop, an attempt or a branch.",
                            "Use the value that the step around it has outside: of a fan-out `collect()`, of a conditional"
                                    + " `value()`, of a loop or an attempt the loop or the attempt itself.")));
            node.after().stream()
                    .filter(other -> !visible.contains(other))
                    .forEach(other -> report.error(
                            "after-out-of-scope",
                            node,
                            "`after` names `" + other + "`, which is not a step of this or an enclosing scope.",
                            "Use `after` with the fan-out or conditional that contains `" + other + "`."));
            for (Scope inner : node.scopes()) {
                if (node instanceof Node.FanOut || node instanceof Node.Repeat) {
                    visible.add(ITEM + node.id());
                }
                nodes(inner, visible, report);
                leaks(inner.output(), visible)
                        .forEach(leak -> report.error(
                                "value-out-of-scope",
                                node,
                                "its body returns a value of `" + leak
                                        + "`, which exists only inside another fan-out or branch.",
                                "Return a value of this body or of an enclosing scope."));
                if (!(node instanceof Node.Repeat)) {
                    inner.nodes().forEach(own -> visible.remove(own.id()));
                }
                visible.remove(ITEM + node.id());
            }
            if (node instanceof Node.Repeat repeat) { // Its condition uses values of its body.
                repeat.round().nodes().forEach(own -> visible.remove(own.id()));
            }
            visible.add(node.id());
        }
    }

    /**
     * Reports nodes that wait for each other. Then it makes all nodes of the scope visible, to avoid findings that only
     * follow from it.
     */
    private static void circle(Scope scope, Set<String> visible, FindingReport report) {
        Map<String, Node> late = new HashMap<>();
        scope.nodes().forEach(node -> late.put(node.id(), node));
        Map<String, String> waits = new LinkedHashMap<>();
        for (Node node : scope.nodes()) {
            OutsideValues.waitsFor(node).stream()
                    .filter(late::containsKey)
                    .findFirst()
                    .ifPresent(other -> waits.put(node.id(), other));
            if (!waits.containsKey(node.id())) {
                late.remove(node.id());
            }
        }
        if (waits.isEmpty()) {
            return;
        }
        List<String> circle = new ArrayList<>();
        String next = waits.keySet().iterator().next();
        while (!circle.contains(next)) {
            circle.add(next);
            next = waits.getOrDefault(next, next);
        }
        List<String> members = circle.subList(circle.indexOf(next), circle.size());
        report.error(
                "circle",
                Objects.requireNonNull(late.get(next)),
                "it depends on itself: `" + String.join("` waits for `", members) + "` waits for `" + next + "`.",
                "Remove one of these dependencies: an `after(...)` or the use of a value.");
        scope.nodes().forEach(node -> visible.add(node.id()));
    }

    /** Returns the nodes whose values an expression uses although they are not visible. */
    private static Set<String> leaks(Expr expr, Set<String> visible) {
        Set<String> leaks = new LinkedHashSet<>();
        for (Expr source : OutsideValues.sources(expr)) {
            if (source instanceof Expr.Result result && !visible.contains(result.node())) {
                leaks.add(result.node());
            } else if (source instanceof Expr.Collected collected && !visible.contains(collected.fanOut())) {
                leaks.add(collected.fanOut());
            } else if (source instanceof Expr.Outcome outcome && !visible.contains(outcome.guard())) {
                leaks.add(outcome.guard());
            } else if (source instanceof Expr.Item item && !visible.contains(ITEM + item.fanOut())) {
                leaks.add(item.fanOut());
            } else if (source instanceof Expr.Index index && !visible.contains(ITEM + index.fanOut())) {
                leaks.add(index.fanOut());
            } else if (source instanceof Expr.Folded folded
                    && !visible.contains(folded.inside() ? ITEM + folded.fold() : folded.fold())) {
                leaks.add(folded.fold());
            }
        }
        return leaks;
    }
}
