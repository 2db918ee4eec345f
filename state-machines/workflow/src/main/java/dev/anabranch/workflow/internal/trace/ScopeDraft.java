package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scope while the workflow is being traced. */
final class ScopeDraft {

    final List<NodeDraft> nodes = new ArrayList<>();

    @Nullable
    TracedValue<?> output;

    /**
     * Returns the scope with its nodes in dependency order, since {@code after} may refer to a node that was added
     * later.
     */
    Scope freeze() {
        List<Node> frozen =
                OutsideValues.inOrder(nodes.stream().map(NodeDraft::freeze).toList());
        return new Scope(frozen, freezeOutput());
    }

    /** Returns the nodes except {@code without} for which none of these nodes waits. Call it only after tracing. */
    List<NodeDraft> last(Collection<? extends NodeDraft> without) {
        List<NodeDraft> steps =
                nodes.stream().filter(node -> !without.contains(node)).toList();
        Set<String> awaited = new HashSet<>();
        steps.forEach(node -> awaited.addAll(OutsideValues.waitsFor(node.freeze())));
        return steps.stream().filter(node -> !awaited.contains(node.id())).toList();
    }

    /** Returns the value that the scope returns. */
    Expr freezeOutput() {
        if (output == null) {
            throw new IllegalStateException("The scope has no output yet because its body is still being traced.");
        }
        return output.expr();
    }
}
