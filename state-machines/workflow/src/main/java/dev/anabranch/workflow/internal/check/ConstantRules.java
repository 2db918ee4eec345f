package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Constants are written into the definition and into every payload that carries them. */
final class ConstantRules implements Checks.Rule {

    /** An eighth of what a payload may have: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html. */
    private static final int MOST_BYTES = 32 * 1024;

    private static final String FIX = "Read them in a task, from a resource or a bucket.";

    @Override
    public void check(Graph graph, FindingReport report) {
        if (bytes(graph.root().output()) > MOST_BYTES) {
            report.error("constant-size", message(bytes(graph.root().output())), FIX);
        }
        for (Node node : graph.nodes()) {
            int bytes = Stream.concat(
                            node.inputs().stream(), node.scopes().stream().map(Scope::output))
                    .mapToInt(ConstantRules::bytes)
                    .sum();
            if (bytes > MOST_BYTES) {
                report.error("constant-size", node, message(bytes), FIX);
            }
        }
    }

    private static String message(int bytes) {
        return "its constants have " + bytes + " bytes of JSON, but at most " + MOST_BYTES
                + " can be written into a state machine.";
    }

    private static int bytes(Expr expr) {
        if (expr instanceof Expr.Constant constant) {
            return constant.json().toString().getBytes(StandardCharsets.UTF_8).length;
        }
        return expr.parts().stream().mapToInt(ConstantRules::bytes).sum();
    }
}
