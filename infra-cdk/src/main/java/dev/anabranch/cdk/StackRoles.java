package dev.anabranch.cdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/** Roles with inline policies, so that a resource exists only after its permissions. */
final class StackRoles {

    /**
     * X-Ray's actions have no resources:
     * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html.
     */
    private static final String EVERYTHING = "*";

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
        Role role = Role.Builder.create(scope, "Role")
                .assumedBy(service)
                .inlinePolicies(Map.of("Permissions", IamPermissions.document(statements)))
                .build();
        Map<String, List<String>> findings = new LinkedHashMap<>();
        for (PolicyStatement statement : statements) {
            for (String resource : statement.getResources()) {
                String named = named(Stack.of(scope).resolve(resource));
                if (named.contains(EVERYTHING)) {
                    findings.computeIfAbsent(reason(statement, named), reason -> new ArrayList<>())
                            .add("Resource::" + named);
                }
            }
        }
        NagSuppression.on(
                role,
                findings.entrySet().stream()
                        .map(finding -> new NagSuppression(
                                "AwsSolutions-IAM5",
                                finding.getKey(),
                                finding.getValue().stream().distinct().toList()))
                        .toArray(NagSuppression[]::new));
        return role;
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
