package dev.anabranch.cdk;

import dev.anabranch.translate.internal.manifest.Manifest.Permission;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** The permissions of a manifest as IAM statements, as narrow as IAM allows. */
final class IamPermissions {

    private static final String MACHINE = "machine";
    private static final String FUNCTIONS = "functions";

    private IamPermissions() {}

    /** Returns the statements of a workflow's state machine. */
    static List<PolicyStatement> ofMachine(WorkflowEntry workflow, Function<String, List<String>> arns) {
        return statements(
                workflow.permissions().stream()
                        .filter(permission -> permission.who().equals(MACHINE))
                        .toList(),
                arns);
    }

    /** Returns the statements of a function that these workflows share. */
    static List<PolicyStatement> ofFunction(Collection<WorkflowEntry> workflows, Function<String, List<String>> arns) {
        return statements(
                workflows.stream()
                        .flatMap(workflow -> workflow.permissions().stream())
                        .filter(permission -> permission.who().equals(FUNCTIONS))
                        .toList(),
                arns);
    }

    /**
     * Returns one statement for each set of actions, which is shorter than one for each resource. {@link RolePolicies}
     * distributes statements that still exceed a policy.
     */
    private static List<PolicyStatement> statements(List<Permission> permissions, Function<String, List<String>> arns) {
        Map<String, Set<String>> actionsOn = new LinkedHashMap<>();
        permissions.stream()
                .filter(permission ->
                        StoreResources.partitions(permission.resource()).isEmpty())
                .forEach(permission -> actionsOn
                        .computeIfAbsent(permission.resource(), resource -> new LinkedHashSet<>())
                        .addAll(permission.actions()));
        Map<Set<String>, Set<String>> resourcesFor = new LinkedHashMap<>();
        actionsOn.forEach((resource, actions) -> resourcesFor
                .computeIfAbsent(actions, same -> new LinkedHashSet<>())
                .addAll(arns.apply(resource)));
        List<PolicyStatement> statements = new ArrayList<>();
        resourcesFor.forEach((actions, resources) -> statements.add(allow(actions, resources)));
        permissions.stream().distinct().forEach(permission -> StoreResources.partitions(permission.resource())
                .ifPresent(
                        keys -> statements.add(allow(permission.actions(), arns.apply(permission.resource()), keys))));
        return statements;
    }

    /**
     * Returns a statement that allows access to items whose partition keys match a pattern.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html">Fine-grained
     *     access</a>
     */
    private static PolicyStatement allow(
            Collection<String> actions, Collection<String> resources, String partitionKeys) {
        return PolicyStatement.Builder.create()
                .actions(List.copyOf(actions))
                .resources(List.copyOf(resources))
                .conditions(Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(partitionKeys))))
                .build();
    }

    static PolicyStatement allow(Collection<String> actions, Collection<String> resources) {
        return PolicyStatement.Builder.create()
                .actions(List.copyOf(actions))
                .resources(List.copyOf(resources))
                .build();
    }

    static PolicyDocument document(List<PolicyStatement> statements) {
        return PolicyDocument.Builder.create().statements(statements).build();
    }
}
