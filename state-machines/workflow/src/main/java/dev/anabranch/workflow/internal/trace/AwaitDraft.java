package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.TypeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A wait for an answer while the workflow is being traced. */
final class AwaitDraft extends NodeDraft {

    static final Duration TIMEOUT = Duration.ofDays(7);

    Duration timeout = TIMEOUT;

    /** The answer that applies after the timeout; null for a failure. */
    @Nullable
    TracedValue<?> fallback;

    TracedValue<?> prompt;

    private final TypeName type;

    AwaitDraft(
            ScopeDraft scope, String line, @Nullable String group, String name, TypeName type, TracedValue<?> prompt) {
        super(scope, line, group);
        this.type = type;
        this.prompt = prompt;
        name(name);
    }

    @Override
    String defaultName() {
        return "await";
    }

    Expr result() {
        return new Expr.Result(id());
    }

    @Override
    Node freeze() {
        return new Node.Await(
                id(),
                prompt.expr(),
                type,
                timeout.isNegative() ? -1 : timeout.toSeconds(),
                Optional.ofNullable(fallback).map(value -> ((Expr.Constant) value.expr()).json()),
                Optional.empty(),
                afterIds(),
                group(),
                line);
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of();
    }
}
