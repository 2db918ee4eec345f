package dev.anabranch.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/** Roles whose permissions are part of them, so that nothing starts before it may do what it must. */
final class Roles {

    /** X-Ray has no resources to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html. */
    private static final String EVERYTHING = "*";

    private Roles() {}

    /** The role of a function, which may also write to its own log group. */
    static Role ofFunction(Construct scope, ILogGroup logs, boolean tracing, List<PolicyStatement> statements) {
        List<PolicyStatement> all = new ArrayList<>(statements);
        all.add(Permissions.allow(
                List.of("logs:CreateLogStream", "logs:PutLogEvents"), List.of(logs.getLogGroupArn())));
        if (tracing) {
            all.add(Permissions.allow(
                    List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords"), List.of(EVERYTHING)));
        }
        return role(scope, new ServicePrincipal("lambda.amazonaws.com"), all);
    }

    /**
     * A role of a service that acts for this account's resources alone: nobody elsewhere can have the service take it on
     * (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html, "confused deputy"). Lambda is not such a
     * service: it takes a role on for whoever may pass it (https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html).
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

    /** A role with these permissions and no others. */
    private static Role role(Construct scope, ServicePrincipal service, List<PolicyStatement> statements) {
        Role role = Role.Builder.create(scope, "Role")
                .assumedBy(service)
                .inlinePolicies(Map.of("Permissions", Permissions.document(statements)))
                .build();
        Suppression.on(
                role,
                new Suppression(
                        "AwsSolutions-IAM5",
                        "What ends in an asterisk is a prefix of the bucket, the executions of a state machine of this stack, or an"
                                + " action of X-Ray or of log delivery that has no resources. A test of this module lists them all."));
        return role;
    }
}
