package dev.anabranch.workflow.internal.trace;

import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.DefaultNames;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.graph.TypeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run of another workflow while the workflow is being traced. */
final class SubRunDraft extends NodeDraft {

    private static final int RESULT_SECONDS = 60;

    Duration timeout = Duration.ofSeconds(StepFunctionsQuotas.EXECUTION_SECONDS);

    private final Class<?> definition;
    private final Graph child;
    private final TracedValue<?> input;

    SubRunDraft(
            ScopeDraft scope,
            String line,
            @Nullable String group,
            Class<?> definition,
            Graph child,
            TracedValue<?> input) {
        super(scope, line, group);
        this.definition = definition;
        this.child = child;
        this.input = input;
    }

    @Override
    String defaultName() {
        return DefaultNames.words(definition.getSimpleName());
    }

    Expr result() {
        return new Expr.Result(id());
    }

    @Override
    Node freeze() {
        TaskRef task = new TaskRef(
                Node.SubRun.RESULT_TASK,
                new TypeName("com.fasterxml.jackson.databind.JsonNode"),
                child.outputType(),
                LambdaQuotas.WHOLE_CPU_MB,
                RESULT_SECONDS);
        CallOptions options =
                new CallOptions(RetryPolicy.NONE, task.timeoutSeconds(), task.memoryMb(), Optional.empty());
        return new Node.SubRun(
                new Node.Call(id(), task, input.expr(), options, afterIds(), group(), line),
                child,
                definition.getName(),
                timeout.isNegative() ? -1 : timeout.toSeconds());
    }

    @Override
    List<ScopeDraft> scopes() {
        return List.of();
    }
}
