package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Limits the size of constants, which are part of the state machine and of every payload that uses them. */
final class ConstantRules implements Checks.Rule {

    /** One eighth of the payload quota: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html. */
    private static final int MAX_BYTES = 32 * 1024;

    private static final String FIX = "Read the data in a task, from a class path resource or from a bucket.";

    @Override
    public void check(Graph graph, FindingReport report) {
        if (bytes(graph.root().output()) > MAX_BYTES) {
            report.error("constant-size", message(bytes(graph.root().output())), FIX);
        }
        for (Node node : graph.nodes()) {
            int bytes = Stream.concat(
                            node.inputs().stream(), node.scopes().stream().map(Scope::output))
                    .mapToInt(ConstantRules::bytes)
                    .sum();
            if (node instanceof Node.Await await) {
                bytes += await.onTimeout()
                        .map(Expr.Constant::new)
                        .map(ConstantRules::bytes)
                        .orElse(0);
            }
            if (bytes > MAX_BYTES) {
                report.error("constant-size", node, message(bytes), FIX);
            }
        }
    }

    private static String message(int bytes) {
        return "its constants have " + bytes + " bytes of JSON; at most " + MAX_BYTES + " are allowed.";
    }

    private static int bytes(Expr expr) {
        if (expr instanceof Expr.Constant constant) {
            return constant.json().toString().getBytes(StandardCharsets.UTF_8).length;
        }
        return expr.parts().stream().mapToInt(ConstantRules::bytes).sum();
    }
}
