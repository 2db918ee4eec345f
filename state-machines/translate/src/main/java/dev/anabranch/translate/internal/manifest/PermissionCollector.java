package dev.anabranch.translate.internal.manifest;

import dev.anabranch.translate.internal.asl.AslMachine;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.emit.Translation;
import dev.anabranch.translate.internal.manifest.Manifest.Permission;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the permissions that the deployed states need. For Distributed Maps:
 * https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html.
 */
final class PermissionCollector {

    /** The integrations that write records, without and with a task token. */
    private static final Set<String> RECORDS = Set.of(
            "arn:aws:states:::dynamodb:updateItem", "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken");

    private static final String MACHINE = "machine";
    private static final String FUNCTIONS = "functions";
    private static final String RUNS = "bucket/runs/*";

    /** The items of the table that are records of actions, not of runs or of the cache. */
    private static final String ACTIONS = "table/actions";

    private boolean writesRecords;
    private boolean distributes;

    private PermissionCollector() {}

    static List<Permission> of(Plan plan, Translation translation) {
        PermissionCollector needed = new PermissionCollector();
        needed.machine(translation.machine());
        List<Permission> all = new ArrayList<>();
        Set<FunctionPlan> functions = new LinkedHashSet<>(plan.functions().values());
        functions.forEach(function ->
                all.add(new Permission(MACHINE, List.of("lambda:InvokeFunction"), "function/" + function.id())));
        if (needed.writesRecords) {
            all.add(new Permission(MACHINE, List.of("dynamodb:UpdateItem"), ACTIONS));
        }
        if (needed.distributes) {
            all.add(new Permission(MACHINE, List.of("s3:GetObject"), RUNS));
            all.add(new Permission(
                    MACHINE,
                    List.of("s3:GetObject", "s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"),
                    RUNS + "/map-runs/*"));
            all.add(new Permission(MACHINE, List.of("states:StartExecution"), "machine"));
            all.add(new Permission(
                    MACHINE, List.of("states:DescribeExecution", "states:StopExecution"), "machine/executions"));
            all.add(new Permission(MACHINE, List.of("states:RedriveExecution"), "machine/map-runs"));
        }
        // https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html: Step Functions notices the end
        // of an execution through a rule that it manages, and through requests if events are late.
        Set<String> children = new LinkedHashSet<>();
        plan.graph().nodes().stream()
                .filter(node -> node instanceof Node.SubRun)
                .forEach(node -> children.add(((Node.SubRun) node).child().workflow()));
        children.forEach(child -> {
            all.add(new Permission(MACHINE, List.of("states:StartExecution"), "machine/" + child));
            all.add(new Permission(
                    MACHINE,
                    List.of("states:DescribeExecution", "states:StopExecution"),
                    "machine/" + child + "/executions"));
        });
        if (!children.isEmpty()) {
            all.add(new Permission(
                    MACHINE, List.of("events:DescribeRule", "events:PutRule", "events:PutTargets"), "rule/executions"));
        }
        if (!functions.isEmpty()) {
            all.add(new Permission(FUNCTIONS, List.of("dynamodb:GetItem", "dynamodb:Query"), "table"));
            all.add(new Permission(FUNCTIONS, List.of("dynamodb:UpdateItem"), ACTIONS));
            all.add(new Permission(FUNCTIONS, List.of("s3:GetObject"), RUNS));
            all.add(new Permission(FUNCTIONS, List.of("s3:PutObject"), RUNS + "/results/*"));
            all.add(new Permission(FUNCTIONS, List.of("s3:PutObject"), RUNS + "/files/*"));
            // Without permission to list the bucket, S3 reports a missing object as forbidden (403) instead of
            // missing (404): https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html.
            all.add(new Permission(FUNCTIONS, List.of("s3:ListBucket"), "bucket"));
        }
        if (plan.graph().nodes().stream()
                .anyMatch(node ->
                        node instanceof Node.Call call && call.options().cache().isPresent())) {
            all.add(new Permission(FUNCTIONS, List.of("dynamodb:PutItem"), "table/cache"));
            all.add(new Permission(FUNCTIONS, List.of("s3:GetObject", "s3:PutObject"), "bucket/cache/*"));
        }
        return all;
    }

    private void machine(AslMachine machine) {
        machine.states().values().forEach(this::state);
    }

    private void state(AslState state) {
        if (state instanceof AslState.Task task) {
            writesRecords |= RECORDS.contains(task.resource());
        } else if (state instanceof AslState.Parallel parallel) {
            parallel.branches().forEach(this::machine);
        } else if (state instanceof AslState.InlineMap map) {
            machine(map.processor());
        } else if (state instanceof AslState.DistributedMap map) {
            distributes = true;
            machine(map.processor());
        }
    }
}
