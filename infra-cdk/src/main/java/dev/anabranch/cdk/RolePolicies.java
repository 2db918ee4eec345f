package dev.anabranch.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.PolicyStatementProps;

/**
 * Distributes the statements of a role over policies that IAM accepts: an inline policy, and managed policies for the
 * rest, which only roles with many resources need. The role of the run API exceeds the inline policy in a stack with about
 * 25 workflows, or 15 that wait for answers.
 */
final class RolePolicies {

    /** The characters of all inline policies of a role (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
    private static final int INLINE_CHARS = 10_240;

    /** The characters of one managed policy; a role has at most ten of them (same page). */
    private static final int MANAGED_CHARS = 6_144;

    /** The version of the policy language, and the brackets around the statements. */
    private static final int DOCUMENT_CHARS = 50;

    /** The names of a statement's fields, its effect, and a condition on partition keys. */
    private static final int STATEMENT_CHARS = 160;

    /** The quotation marks and the comma of a text in a list. */
    private static final int TEXT_CHARS = 3;

    private final ToIntFunction<String> length;
    private final List<List<PolicyStatement>> policies = new ArrayList<>(List.of(new ArrayList<>()));
    private int left = INLINE_CHARS - DOCUMENT_CHARS;

    private RolePolicies(ToIntFunction<String> length) {
        this.length = length;
    }

    /**
     * Returns the statements of each policy, that of the inline policy first.
     *
     * @param length returns the maximum length of a resource's ARN
     */
    static List<List<PolicyStatement>> of(List<PolicyStatement> statements, ToIntFunction<String> length) {
        RolePolicies made = new RolePolicies(length);
        statements.forEach(made::add);
        return made.policies;
    }

    private void add(PolicyStatement statement) {
        int fields = STATEMENT_CHARS
                + statement.getActions().stream()
                        .mapToInt(action -> action.length() + TEXT_CHARS)
                        .sum();
        List<String> resources = statement.getResources();
        int from = 0;
        int room = left - fields;
        for (int i = 0; i < resources.size(); i++) {
            int chars = length.applyAsInt(resources.get(i)) + TEXT_CHARS;
            if (chars > room) {
                put(statement, resources.subList(from, i));
                policies.add(new ArrayList<>());
                from = i;
                room = MANAGED_CHARS - DOCUMENT_CHARS - fields;
            }
            room -= chars;
        }
        put(statement, resources.subList(from, resources.size()));
        left = room;
    }

    private void put(PolicyStatement statement, List<String> resources) {
        if (!resources.isEmpty()) {
            policies.get(policies.size() - 1)
                    .add(
                            resources.size() == statement.getResources().size()
                                    ? statement
                                    : statement.copy(PolicyStatementProps.builder()
                                            .resources(List.copyOf(resources))
                                            .build()));
        }
    }
}
