package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.DefaultNames;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.graph.TypeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A callback while the workflow is being traced. */
final class CallbackDraft extends NodeDraft {

    List<Retry> retries = List.of(Retry.never());

    @Nullable
    Duration startTimeout;

    @Nullable
    Integer memoryMb;

    Duration timeout = AwaitDraft.TIMEOUT;

    @Nullable
    Duration heartbeat;

    /** The value that applies after the timeout; null for a failure. */
    @Nullable
    TracedValue<?> fallback;

    private final TaskRef task;
    private final TracedValue<?> input;
    private final TypeName type;

    CallbackDraft(
            ScopeDraft scope, String line, @Nullable String group, TaskRef task, TracedValue<?> input, TypeName type) {
        super(scope, line, group);
        this.task = task;
        this.input = input;
        this.type = type;
    }

    @Override
    String defaultName() {
        return DefaultNames.words(task.simpleName());
    }

    Expr result() {
        return new Expr.Result(id());
    }

    @Override
    Node freeze() {
        CallOptions options = new CallOptions(
                retries.stream().map(CallDraft::rule).toList(),
                startTimeout == null
                        ? task.timeoutSeconds()
                        : (int) Math.min(startTimeout.toSeconds(), Integer.MAX_VALUE),
                memoryMb == null ? task.memoryMb() : memoryMb,
                Optional.empty());
        return new Node.Await(
                id(),
                input.expr(),
                type,
                seconds(timeout),
                Optional.ofNullable(fallback).map(value -> ((Expr.Constant) value.expr()).json()),
                Optional.of(new Node.Await.Start(
                        task, options, heartbeat == null ? OptionalLong.empty() : OptionalLong.of(seconds(heartbeat)))),
                afterIds(),
                group(),
                line);
    }

    /** Returns whole seconds; those of a negative duration stay negative, so that the checks report it. */
    private static long seconds(Duration duration) {
        return duration.isNegative() ? -1 : duration.toSeconds();
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of();
    }
}
