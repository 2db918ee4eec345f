package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.HashSet;
import java.util.Set;

/** What is made should be good for something. */
final class UseRules implements Checks.Rule {

    @Override
    public void check(Graph graph, FindingReport report) {
        Set<String> collected = new HashSet<>();
        collect(graph.root(), collected);
        for (Node node : graph.nodes()) {
            if (!(node instanceof Node.FanOut fanOut)) {
                continue;
            }
            if (fanOut.body().nodes().isEmpty()) {
                report.warning(
                        "fan-out-without-work",
                        fanOut,
                        "nothing is done with its items.",
                        "Call a task in its body, or leave the fan-out out.");
            } else if (!collected.contains(fanOut.id())) {
                report.note(
                        "results-unused",
                        fanOut,
                        fanOut.options().tolerance().isEmpty()
                                ? "nobody reads its results; a failed item fails the run all the same."
                                : "nobody reads its results, nor which of its items failed.",
                        "Read them with `collect()`, unless the tasks are called for what they do elsewhere.");
            }
        }
    }

    private static void collect(Scope scope, Set<String> collected) {
        scope.nodes().forEach(node -> {
            node.inputs().forEach(input -> collect(input, collected));
            node.scopes().forEach(inner -> collect(inner, collected));
        });
        collect(scope.output(), collected);
    }

    private static void collect(Expr expr, Set<String> collected) {
        for (Expr source : OutsideValues.sources(expr)) {
            if (source instanceof Expr.Collected results) {
                collected.add(results.fanOut());
            }
        }
    }
}
