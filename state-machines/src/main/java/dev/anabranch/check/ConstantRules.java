package dev.anabranch.check;

import dev.anabranch.graph.Expr;
import dev.anabranch.graph.Graph;
import dev.anabranch.graph.Node;
import java.nio.charset.StandardCharsets;

/** Constants are written into the definition and into every payload that carries them. */
final class ConstantRules implements Checks.Rule {

    /** An eighth of what a payload may have: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html. */
    private static final int MOST_BYTES = 32 * 1024;

    @Override
    public void check(Graph graph, Report report) {
        for (Node node : graph.nodes()) {
            int bytes = node.inputs().stream().mapToInt(ConstantRules::bytes).sum();
            if (bytes > MOST_BYTES) {
                report.error(
                        "constant-size",
                        node,
                        "its constants have " + bytes + " bytes of JSON, but at most " + MOST_BYTES
                                + " can be written into a state machine.",
                        "Read them in a task, from a resource or a bucket.");
            }
        }
    }

    private static int bytes(Expr expr) {
        if (expr instanceof Expr.Constant constant) {
            return constant.json().toString().getBytes(StandardCharsets.UTF_8).length;
        }
        return expr.parts().stream().mapToInt(ConstantRules::bytes).sum();
    }
}
