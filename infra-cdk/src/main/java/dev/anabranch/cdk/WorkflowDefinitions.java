package dev.anabranch.cdk;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Annotations;
import software.constructs.Construct;

/** Translates the workflows of a backend. */
final class WorkflowDefinitions {

    private WorkflowDefinitions() {}

    /**
     * Returns the manifest of workflows. CDK prints their warnings when it has synthesized the scope.
     *
     * @throws InvalidDefinition if workflows have errors; it has the findings of all of them
     * @throws IllegalArgumentException if two workflows have the same name
     */
    static Manifest manifest(
            Construct scope,
            List<? extends Workflow<?, ?>> workflows,
            Function<? super Workflow<?, ?>, Definition> translation) {
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
        definitions.forEach(definition -> warn(scope, definition.findings()));
        return Manifest.of(definitions.toArray(Definition[]::new));
    }

    private static void warn(Construct scope, List<Finding> findings) {
        findings.stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .forEach(finding -> Annotations.of(scope)
                        .addWarningV2(
                                "anabranch:" + finding.id() + ":"
                                        + finding.place().workflow(),
                                finding.place() + ": " + finding.message() + " " + finding.fix()));
    }
}
