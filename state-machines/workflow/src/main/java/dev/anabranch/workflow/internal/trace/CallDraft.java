package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.internal.graph.CachePolicy;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.DefaultNames;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.RetryRule;
import dev.anabranch.workflow.internal.graph.TaskRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call of a task while the workflow is being traced. */
final class CallDraft extends NodeDraft {

    List<Retry> retries = List.of(Retry.never());

    @Nullable
    Duration timeout;

    @Nullable
    Integer memoryMb;

    @Nullable
    CachePolicy cache;

    /** For a recorder, the first word of its name. */
    String added = "result";

    private final TaskRef task;
    private final TracedValue<?> input;
    private final @Nullable NodeDraft namedAfter;
    private String preferred;

    /**
     * Creates a call.
     *
     * @param namedAfter for a recorder, the node that its name refers to; null for a call that the definition added
     */
    CallDraft(
            ScopeDraft scope,
            String line,
            @Nullable String group,
            TaskRef task,
            TracedValue<?> input,
            @Nullable NodeDraft namedAfter) {
        super(scope, line, group);
        this.task = task;
        this.input = input;
        this.namedAfter = namedAfter;
        this.preferred = DefaultNames.words(task.simpleName());
    }

    /** Sets the default name, which otherwise is the class name of the task as words. */
    CallDraft preferring(String defaultName) {
        preferred = defaultName;
        return this;
    }

    Expr result() {
        return new Expr.Result(id());
    }

    TaskRef task() {
        return task;
    }

    TracedValue<?> input() {
        return input;
    }

    @Override
    String defaultName() {
        return namedAfter != null ? added + " of " + namedAfter.id() : preferred;
    }

    @Override
    boolean isRecorder() {
        return namedAfter != null;
    }

    @Override
    Node freeze() {
        CallOptions options = new CallOptions(
                retries.stream().map(CallDraft::rule).toList(),
                timeout == null ? task.timeoutSeconds() : (int) Math.min(timeout.toSeconds(), Integer.MAX_VALUE),
                memoryMb == null ? task.memoryMb() : memoryMb,
                Optional.ofNullable(cache));
        return new Node.Call(id(), task, input.expr(), options, afterIds(), group(), line);
    }

    static RetryRule rule(Retry retry) {
        RetryPolicy policy = new RetryPolicy(
                retry.retries(),
                seconds(retry.firstDelay()),
                retry.backoffRate(),
                seconds(retry.maxDelay()),
                retry.hasJitter());
        return new RetryRule(policy, retry.errors(), retry.exceptions());
    }

    /**
     * Returns whole seconds. Values outside the range of an int stay invalid or too large, so that the checks report
     * them.
     */
    private static int seconds(Duration duration) {
        return (int) Math.max(-1, Math.min(duration.toSeconds(), Integer.MAX_VALUE));
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of();
    }
}
