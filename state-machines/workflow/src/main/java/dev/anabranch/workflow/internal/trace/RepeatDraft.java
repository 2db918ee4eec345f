package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A loop while the workflow is being traced. */
final class RepeatDraft extends NodeDraft {

    final ScopeDraft body = new ScopeDraft();

    /** The condition; replaced if it is set again. */
    ScopeDraft until = new ScopeDraft();

    @Nullable
    Long atMost;

    /** The pause between rounds; null for none. */
    @Nullable
    Duration every;

    private final TracedValue<?> start;

    RepeatDraft(ScopeDraft scope, String line, @Nullable String group, TracedValue<?> start) {
        super(scope, line, group);
        this.start = start;
    }

    /** Returns what the body returned in this round. */
    Expr result() {
        return body.freezeOutput();
    }

    /** Returns what the body returned in the round before, or, outside the body, in the last round. */
    Expr state(boolean inside) {
        return new Expr.Folded(id(), ((Expr.Result) result()).node(), start.expr(), inside);
    }

    @Override
    String defaultName() {
        return "repeat " + FanOutDraft.firstCall(body).map(NodeDraft::id).orElse("steps");
    }

    @Override
    Node freeze() {
        return new Node.Repeat(
                id(),
                start.expr(),
                body.freeze(),
                until.output == null ? new Scope(List.of(), Node.Repeat.NEVER) : until.freeze(),
                atMost == null ? OptionalLong.empty() : OptionalLong.of(atMost),
                pauseSeconds(),
                afterIds(),
                group(),
                line);
    }

    /** Returns 0 for no pause. Less than 1 second becomes -1, which the checks report. */
    private long pauseSeconds() {
        if (every == null) {
            return 0;
        }
        return every.compareTo(Duration.ZERO) <= 0
                ? -1
                : every.plusNanos(999_999_999).toSeconds();
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of(body, until);
    }
}
