package dev.anabranch.cdk;

import dev.anabranch.cdk.LambdaFunctions.Spec;
import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.runs.RunApiFunction;
import dev.anabranch.runs.RunStatusFunction;
import dev.anabranch.runs.ScheduledStartFunction;
import dev.anabranch.runs.internal.store.TableSchema;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.translate.internal.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * The functions of runs: one behind the run API, one that records their ends, and one that starts them on a schedule.
 */
final class RunFunctions {

    /** In MB; one core. The API checks inputs and pages through records. */
    private static final int API_MEMORY = LambdaQuotas.WHOLE_CPU_MB;

    /**
     * An HTTP API waits at most 30 seconds
     * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
     */
    private static final int API_SECONDS = 29;

    private static final int OTHER_MEMORY = 1024;
    private static final int OTHER_SECONDS = 60;

    /** Each function behind an event queue gets the run API's reserved concurrency divided by this; events can wait. */
    private static final int SHARE = 5;

    private final Construct room;
    private final BackendSettings settings;
    private final LambdaFunctions functions;
    private final StoreResources stores;
    private final WorkflowMachines machines;
    private final Asset manifest;

    RunFunctions(
            Construct scope,
            BackendSettings settings,
            LambdaFunctions functions,
            StoreResources stores,
            WorkflowMachines machines) {
        this.room = new Construct(scope, "Runs");
        this.settings = settings;
        this.functions = functions;
        this.stores = stores;
        this.machines = machines;
        this.manifest = manifest(room, settings.manifest());
    }

    /** Creates the function of the run API. */
    Alias api() {
        return functions.make(
                new Construct(room, "Api"),
                spec(RunApiFunction.class, "The run API of " + settings.name(), API_MEMORY, API_SECONDS, all()));
    }

    /** Creates the function that records how runs end. */
    Alias status(Queue undone) {
        return functions.makeAsynchronous(
                new Construct(room, "Status"),
                spec(
                        RunStatusFunction.class,
                        "Records how the runs of " + settings.name() + " end",
                        OTHER_MEMORY,
                        OTHER_SECONDS,
                        stops()),
                undone);
    }

    /** Creates the function that starts runs on a schedule. */
    Alias scheduled(Queue undone) {
        List<PolicyStatement> statements = ends("states:DescribeExecution");
        statements.addAll(starts());
        return functions.makeAsynchronous(
                new Construct(room, "Scheduled"),
                spec(
                        ScheduledStartFunction.class,
                        "Starts runs of " + settings.name() + " by the clock",
                        OTHER_MEMORY,
                        OTHER_SECONDS,
                        statements),
                undone);
    }

    private Spec spec(Class<?> handler, String description, int memory, int seconds, List<PolicyStatement> statements) {
        Map<String, String> environment = new HashMap<>(stores.environment());
        environment.put(
                RunApiFunction.MANIFEST, "s3://" + manifest.getS3BucketName() + "/" + manifest.getS3ObjectKey());
        environment.put(RunApiFunction.MACHINES, machines.prefix());
        boolean api = handler.equals(RunApiFunction.class);
        int reserved = api ? settings.reservedConcurrency() : (settings.reservedConcurrency() + SHARE - 1) / SHARE;
        return new Spec(handler.getName(), description, memory, seconds, environment, statements, reserved);
    }

    /** Creates the asset with the manifest that the functions read. It contains no definitions. */
    static Asset manifest(Construct scope, Manifest manifest) {
        String text = manifest.files().getOrDefault(Manifest.FILE, "");
        return Asset.Builder.create(scope, "Manifest")
                .path(DefinitionTexts.file("manifest", ".json", text.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .build();
    }

    private List<PolicyStatement> all() {
        List<PolicyStatement> statements = ends("states:DescribeExecution", "states:StopExecution");
        statements.addAll(starts());
        statements.add(IamPermissions.allow(
                List.of("dynamodb:BatchWriteItem", "dynamodb:DeleteItem"),
                List.of(stores.table().getTableArn())));
        statements.add(IamPermissions.allow(
                List.of("dynamodb:Query"),
                TableSchema.create("records").globalSecondaryIndexes().stream()
                        .map(index -> stores.table().getTableArn() + "/index/" + index.indexName())
                        .toList()));
        statements.add(IamPermissions.allow(
                List.of("s3:DeleteObject"), List.of(stores.bucket().arnForObjects(PayloadKeys.RUNS + "*"))));
        if (!machines.awaitingArns().isEmpty()) {
            statements.add(IamPermissions.allow(List.of("states:SendTaskSuccess"), machines.awaitingArns()));
        }
        if (!machines.callbackArns().isEmpty()) {
            statements.add(IamPermissions.allow(
                    List.of("states:SendTaskFailure", "states:SendTaskHeartbeat"), machines.callbackArns()));
        }
        return statements;
    }

    private List<PolicyStatement> starts() {
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(IamPermissions.allow(
                List.of("dynamodb:PutItem"), List.of(stores.table().getTableArn())));
        if (!machines.arns().isEmpty()) {
            statements.add(IamPermissions.allow(List.of("states:StartExecution"), machines.arns()));
        }
        return statements;
    }

    /** Returns the permissions to record the end of a run, and to end the runs that it has started. */
    private List<PolicyStatement> stops() {
        List<PolicyStatement> statements = ends("states:DescribeExecution");
        if (!machines.startedExecutionArns().isEmpty()) {
            statements.add(IamPermissions.allow(List.of("states:StopExecution"), machines.startedExecutionArns()));
        }
        return statements;
    }

    /**
     * Returns the permissions to find out how a run ended and to record it.
     *
     * @param onExecutions the actions on executions, in one statement: their names are the longest part of the policy
     */
    private List<PolicyStatement> ends(String... onExecutions) {
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(IamPermissions.allow(
                List.of("dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"),
                List.of(stores.table().getTableArn())));
        statements.add(IamPermissions.allow(
                List.of("s3:GetObject", "s3:PutObject"),
                List.of(stores.bucket().arnForObjects(PayloadKeys.RUNS + "*"))));
        statements.add(IamPermissions.allow(
                List.of("s3:GetObject"),
                List.of(
                        stores.bucket().arnForObjects(PayloadKeys.CACHE + "*"),
                        manifest.getBucket().arnForObjects(manifest.getS3ObjectKey()))));
        // Without permission to list the bucket, S3 answers 403 for a missing object
        // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
        statements.add(IamPermissions.allow(
                List.of("s3:ListBucket"), List.of(stores.bucket().getBucketArn())));
        if (!machines.arns().isEmpty()) {
            statements.add(IamPermissions.allow(List.of(onExecutions), machines.executionArns()));
        }
        return statements;
    }
}
