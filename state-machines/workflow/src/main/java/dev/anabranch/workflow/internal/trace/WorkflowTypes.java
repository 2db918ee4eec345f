package dev.anabranch.workflow.internal.trace;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.TypeName;

/**
 * The input and output types of a workflow, read from its class. Both are {@code java.lang.Object} for a workflow that
 * is a lambda expression, because its class does not declare them.
 */
record WorkflowTypes(TypeName input, TypeName output) {

    static WorkflowTypes of(Workflow<?, ?> workflow) {
        JavaType[] types =
                TypeFactory.defaultInstance().constructType(workflow.getClass()).findTypeParameters(Workflow.class);
        if (types.length != 2) {
            JavaType unknown = TypeFactory.unknownType();
            return new WorkflowTypes(new TypeName(unknown.toCanonical()), new TypeName(unknown.toCanonical()));
        }
        return new WorkflowTypes(new TypeName(types[0].toCanonical()), new TypeName(types[1].toCanonical()));
    }
}
