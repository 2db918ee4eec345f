package dev.anabranch.workflow;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.workflow.internal.graph.TypeName;

/**
 * What a workflow is given and returns, read from its class. A workflow written as a lambda does not tell; its types are
 * {@code java.lang.Object}.
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
