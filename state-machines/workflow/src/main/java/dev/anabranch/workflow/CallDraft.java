package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.CachePolicy;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.TaskRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call of a task while the workflow is being traced. */
final class CallDraft extends NodeDraft {

    Retry retry = Retry.never();

    @Nullable
    Duration timeout;

    @Nullable
    Integer memoryMb;

    @Nullable
    CachePolicy cache;

    private final TaskRef task;
    private final Value<?> input;
    private final @Nullable FanOutDraft namedAfter;

    /**
     * A call.
     *
     * @param namedAfter the fan-out whose name it takes, where the call is only there to record what the body is worth
     */
    CallDraft(
            ScopeDraft scope,
            String line,
            @Nullable String group,
            TaskRef task,
            Value<?> input,
            @Nullable FanOutDraft namedAfter) {
        super(scope, line, group);
        this.task = task;
        this.input = input;
        this.namedAfter = namedAfter;
    }

    Expr result() {
        return new Expr.Result(id());
    }

    TaskRef task() {
        return task;
    }

    @Override
    String defaultName() {
        return namedAfter != null ? "result of " + namedAfter.id() : DefaultNames.words(task.simpleName());
    }

    @Override
    boolean recordsOnly() {
        return namedAfter != null;
    }

    @Override
    Node freeze() {
        CallOptions options = new CallOptions(
                retry.policy(),
                timeout == null ? task.timeoutSeconds() : (int) Math.min(timeout.toSeconds(), Integer.MAX_VALUE),
                memoryMb == null ? task.memoryMb() : memoryMb,
                Optional.ofNullable(cache));
        return new Node.Call(id(), task, input.expr(), options, afterIds(), group(), line);
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of();
    }
}
