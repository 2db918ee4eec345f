package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conditional while the workflow is being traced. */
final class WhenDraft extends NodeDraft {

    final ScopeDraft then = new ScopeDraft();
    final ScopeDraft otherwise = new ScopeDraft();

    private final TracedValue<?> condition;

    WhenDraft(ScopeDraft scope, String line, @Nullable String group, TracedValue<?> condition) {
        super(scope, line, group);
        this.condition = condition;
    }

    @Override
    String defaultName() {
        return "when";
    }

    @Override
    Node freeze() {
        return new Node.When(id(), condition.expr(), then.freeze(), otherwise.freeze(), afterIds(), group(), line);
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of(then, otherwise);
    }
}
