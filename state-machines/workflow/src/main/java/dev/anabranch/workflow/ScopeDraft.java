package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scope while the workflow is being traced. */
final class ScopeDraft {

    final List<NodeDraft> nodes = new ArrayList<>();

    @Nullable
    Value<?> output;

    /** The scope with its nodes in order: a step can be told to wait for one that was made after it. */
    Scope freeze() {
        List<Node> frozen =
                OutsideValues.inOrder(nodes.stream().map(NodeDraft::freeze).toList());
        if (output == null) {
            throw new IllegalStateException("The scope has no output: its body is still being traced.");
        }
        return new Scope(frozen, output.expr());
    }
}
