package dev.anabranch.workflow.internal.check;

import dev.anabranch.runtime.internal.wire.Wire.Failures;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.HashSet;
import java.util.Set;

/** Reports fan-outs without nodes and fan-outs whose results are not used. */
final class UseRules implements Checks.Rule {

    @Override
    public void check(Graph graph, FindingReport report) {
        Set<String> collected = new HashSet<>();
        Set<String> whole = new HashSet<>();
        collect(graph.root(), collected, whole);
        for (Node node : graph.nodes()) {
            if (!(node instanceof Node.FanOut fanOut)) {
                continue;
            }
            if (fanOut.options().successes().isPresent() && whole.contains(fanOut.id())) {
                report.error(
                        "first-successes-collected",
                        fanOut,
                        "it ends after its first successes, but the results of all its items are used too.",
                        "Use only the value of `firstSuccesses` or `any`, or fan out twice.");
            }
            if (fanOut.body().nodes().isEmpty()) {
                report.warning(
                        "fan-out-without-work",
                        fanOut,
                        "its body has no node, so nothing runs for its items.",
                        "Call a task in its body or remove the fan-out.");
            } else if (!collected.contains(fanOut.id())) {
                report.note(
                        "results-unused",
                        fanOut,
                        fanOut.options().tolerance().isEmpty()
                                ? "its results are not used; a failed item still fails the run."
                                : "neither its results nor the failures of its items are used.",
                        fanOut.options()
                                        .reader()
                                        .map(reader -> "Pass the value of `" + reader + "` to a call or return it.")
                                        .orElse("Use its results with `collect()`.")
                                + " No change is needed if its tasks are called for their side effects.");
            }
        }
    }

    private static void collect(Scope scope, Set<String> collected, Set<String> whole) {
        scope.nodes().forEach(node -> {
            node.inputs().forEach(input -> collect(input, collected, whole));
            node.scopes().forEach(inner -> collect(inner, collected, whole));
        });
        collect(scope.output(), collected, whole);
    }

    private static void collect(Expr expr, Set<String> collected, Set<String> whole) {
        for (Expr source : OutsideValues.sources(expr)) {
            if (source instanceof Expr.Collected results) {
                collected.add(results.fanOut());
                if (results.failures() != Failures.FIRST) {
                    whole.add(results.fanOut());
                }
            } else if (source instanceof Expr.Folded folded && !folded.inside()) {
                collected.add(folded.fold());
            }
        }
    }
}
