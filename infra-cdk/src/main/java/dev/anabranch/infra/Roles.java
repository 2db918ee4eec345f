package dev.anabranch.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        return role(scope, "lambda.amazonaws.com", all);
    }

    /** A role with these permissions and no others. */
    static Role role(Construct scope, String service, List<PolicyStatement> statements) {
        Role role = Role.Builder.create(scope, "Role")
                .assumedBy(new ServicePrincipal(service))
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
