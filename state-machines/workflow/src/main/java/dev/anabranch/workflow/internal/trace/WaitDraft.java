package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.TaskRef;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A wait while the workflow is being traced. */
final class WaitDraft extends NodeDraft {

    private final TaskRef timer;
    private final String field;
    private final TracedValue<?> time;

    /**
     * Creates a wait.
     *
     * @param timer the task that decides when the wait ends
     * @param field the field of the timer's input that {@code time} is
     */
    WaitDraft(ScopeDraft scope, String line, @Nullable String group, TaskRef timer, String field, TracedValue<?> time) {
        super(scope, line, group);
        this.timer = timer;
        this.field = field;
        this.time = time;
    }

    @Override
    String defaultName() {
        return "sleep";
    }

    @Override
    Node freeze() {
        CallOptions options =
                new CallOptions(RetryPolicy.NONE, timer.timeoutSeconds(), timer.memoryMb(), Optional.empty());
        Expr input = new Expr.Composite(Map.of(field, time.expr()));
        return new Node.Wait(
                new Node.Call(id(), timer, input, options, afterIds(), group(), line), seconds(time.expr()));
    }

    /** Returns the seconds of a constant duration, rounded up; empty for other values. */
    private static OptionalLong seconds(Expr time) {
        if (!(time instanceof Expr.Constant constant) || !constant.json().isTextual()) {
            return OptionalLong.empty();
        }
        try {
            Duration duration = Duration.parse(constant.json().textValue());
            return OptionalLong.of(duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0));
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of();
    }
}
