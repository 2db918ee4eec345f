package dev.anabranch.cdk;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Translates the workflows of a backend. */
final class WorkflowDefinitions {

    private WorkflowDefinitions() {}

    /**
     * Returns the manifest of workflows.
     *
     * @throws InvalidDefinition if workflows have errors; it has the findings of all of them
     * @throws IllegalArgumentException if two workflows have the same name
     */
    static Manifest manifest(
            List<? extends Workflow<?, ?>> workflows, Function<? super Workflow<?, ?>, Definition> translation) {
        List<Definition> definitions = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        @Nullable Throwable cause = null;
        for (Workflow<?, ?> workflow : workflows) {
            try {
                definitions.add(translation.apply(workflow));
            } catch (InvalidDefinition invalid) {
                findings.addAll(invalid.findings());
                cause = cause == null ? invalid.getCause() : cause;
            }
        }
        if (!findings.isEmpty()) {
            throw new InvalidDefinition(findings, cause);
        }
        return Manifest.of(definitions.toArray(Definition[]::new));
    }
}
