package dev.anabranch.workflow;

import dev.anabranch.graph.Node;
import dev.anabranch.graph.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scope while the workflow is being traced. */
final class ScopeDraft {

    final List<NodeDraft> nodes = new ArrayList<>();

    @Nullable
    Value<?> output;

    Scope freeze() {
        List<Node> frozen = nodes.stream().map(NodeDraft::freeze).toList();
        if (output == null) {
            throw new IllegalStateException("The scope has no output: its body is still being traced.");
        }
        return new Scope(frozen, output.expr());
    }
}
