package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An attempt, or steps with a cleanup, while the workflow is being traced. */
final class GuardDraft extends NodeDraft {

    final ScopeDraft body = new ScopeDraft();

    private final @Nullable ScopeDraft cleanup;

    /**
     * Creates the draft.
     *
     * @param cleanup the cleanup; null for an attempt
     */
    GuardDraft(ScopeDraft scope, String line, @Nullable String group, @Nullable ScopeDraft cleanup) {
        super(scope, line, group);
        this.cleanup = cleanup;
    }

    @Override
    String defaultName() {
        return cleanup == null ? "attempt" : "ensure";
    }

    Expr value() {
        return cleanup == null ? new Expr.Outcome(id()) : new Expr.Result(id());
    }

    @Override
    Node freeze() {
        return new Node.Guard(
                id(), body.freeze(), Optional.ofNullable(cleanup).map(ScopeDraft::freeze), afterIds(), group(), line);
    }

    @Override
    List<ScopeDraft> scopes() {
        return Stream.concat(Stream.of(body), Stream.ofNullable(cleanup)).toList();
    }
}
