package dev.anabranch.workflow.internal.types;

import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.TypeName;

/**
 * The input and output types of a workflow, read from its class. Both are {@code java.lang.Object} for a workflow that
 * is a lambda expression, because its class does not declare them.
 */
public record WorkflowTypes(TypeName input, TypeName output) {

    /** Reads the types of a workflow. */
    public static WorkflowTypes of(Workflow<?, ?> workflow) {
        TypeArguments types = TypeArguments.of(workflow.getClass(), Workflow.class);
        return new WorkflowTypes(
                new TypeName(types.input().toCanonical()),
                new TypeName(types.output().toCanonical()));
    }
}
