package dev.anabranch.cdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * Roles that are created with all their permissions, so that a resource exists only after its permissions. The policy is
 * inline; what exceeds it is in managed policies of the stack.
 */
final class StackRoles {

    /**
     * X-Ray's actions have no resources:
     * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html.
     */
    private static final String EVERYTHING = "*";

    /** The longest partition, region or account: {@code ap-southeast-1}, for example. */
    private static final int PARAMETER_CHARS = 14;

    /** The longest ARN of a resource of the stack: of a state machine, whose name has up to 80 characters. */
    private static final int ARN_CHARS = 150;

    private StackRoles() {}

    /** Creates the role of a function, which can also write to its own log group. */
    static Role ofFunction(Construct scope, ILogGroup logs, boolean tracing, List<PolicyStatement> statements) {
        List<PolicyStatement> all = new ArrayList<>(statements);
        all.add(IamPermissions.allow(
                List.of("logs:CreateLogStream", "logs:PutLogEvents"), List.of(logs.getLogGroupArn())));
        if (tracing) {
            all.add(IamPermissions.allow(
                    List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords"), List.of(EVERYTHING)));
        }
        return role(scope, new ServicePrincipal("lambda.amazonaws.com"), all);
    }

    /**
     * Creates a role that a service can assume for resources of this account only
     * (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html, "confused deputy"). Lambda
     * is not such a service: it assumes a role for any caller that may pass it
     * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html).
     */
    static Role ofService(Construct scope, String service, List<PolicyStatement> statements) {
        return role(
                scope,
                ServicePrincipal.Builder.create(service)
                        .conditions(Map.of(
                                "StringEquals",
                                Map.of("aws:SourceAccount", Stack.of(scope).getAccount())))
                        .build(),
                statements);
    }

    /** Creates a role with exactly these permissions. */
    private static Role role(Construct scope, ServicePrincipal service, List<PolicyStatement> statements) {
        Stack stack = Stack.of(scope);
        List<List<PolicyStatement>> policies = RolePolicies.of(statements, resource -> maxChars(stack, resource));
        Role.Builder role = Role.Builder.create(scope, "Role")
                .assumedBy(service)
                .inlinePolicies(Map.of("Permissions", IamPermissions.document(policies.get(0))));
        List<ManagedPolicy> further = new ArrayList<>();
        for (int i = 1; i < policies.size(); i++) {
            ManagedPolicy policy = ManagedPolicy.Builder.create(scope, "Permissions" + (i + 1))
                    .document(IamPermissions.document(policies.get(i)))
                    .build();
            suppress(policy, policies.get(i));
            further.add(policy);
        }
        if (!further.isEmpty()) {
            role.managedPolicies(further);
        }
        Role made = role.build();
        suppress(made, policies.get(0));
        return made;
    }

    /** Suppresses the findings of cdk-nag about resources with asterisks, each with its reason. */
    private static void suppress(IConstruct policy, List<PolicyStatement> statements) {
        Map<String, List<String>> findings = new LinkedHashMap<>();
        for (PolicyStatement statement : statements) {
            for (String resource : statement.getResources()) {
                String named = named(Stack.of(policy).resolve(resource));
                if (named.contains(EVERYTHING)) {
                    findings.computeIfAbsent(reason(statement, named), reason -> new ArrayList<>())
                            .add("Resource::" + named);
                }
            }
        }
        NagSuppression.on(
                policy,
                findings.entrySet().stream()
                        .map(finding -> new NagSuppression(
                                "AwsSolutions-IAM5",
                                finding.getKey(),
                                finding.getValue().stream().distinct().toList()))
                        .toArray(NagSuppression[]::new));
    }

    /** Returns the maximum length of an ARN, which can have parts that only CloudFormation knows. */
    static int maxChars(Stack stack, String arn) {
        return named(stack.resolve(arn))
                .replaceAll("<AWS::\\w+>", "x".repeat(PARAMETER_CHARS))
                .replaceAll("<[^>]*>", "x".repeat(ARN_CHARS))
                .length();
    }

    private static String reason(PolicyStatement statement, String resource) {
        if (statement.getActions().stream().anyMatch(action -> action.startsWith("ec2:"))) {
            return "Lambda connects a function to its network with network interfaces, which do not exist at deployment.";
        } else if (resource.equals(EVERYTHING)) {
            return "The actions of X-Ray and of log delivery in this role have no resources that a policy could name.";
        } else if (resource.contains(":states:")) {
            return "The names of executions of one state machine of this stack are not known before they are started.";
        }
        return "The keys of payloads below one prefix of the bucket begin with the ids of runs, which are unknown at deployment.";
    }

    /**
     * Returns a resolved value as cdk-nag writes it in its findings: a value that only CloudFormation knows is its name
     * in angle brackets.
     */
    private static String named(Object resolved) {
        if (resolved instanceof Map<?, ?> function) {
            Object argument = function.values().iterator().next();
            if (function.containsKey("Ref")) {
                return "<" + argument + ">";
            } else if (function.containsKey("Fn::GetAtt") && argument instanceof List<?> path) {
                return "<" + path.get(0) + "." + path.get(1) + ">";
            } else if (function.containsKey("Fn::Join") && argument instanceof List<?> join) {
                StringBuilder joined = new StringBuilder();
                ((List<?>) join.get(1)).forEach(part -> joined.append(named(part)));
                return joined.toString();
            }
            return String.valueOf(argument).replaceAll("\\$\\{([^}]+)}", "<$1>");
        }
        return String.valueOf(resolved);
    }
}
