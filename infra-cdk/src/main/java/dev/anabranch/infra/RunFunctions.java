package dev.anabranch.infra;

import dev.anabranch.action.PayloadKeys;
import dev.anabranch.lambda.RunApiFunction;
import dev.anabranch.lambda.RunStatusFunction;
import dev.anabranch.manifest.Manifest;
import dev.anabranch.store.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/** The two functions that look after runs: one behind the run API, one that takes the news of their ends. */
record RunFunctions(Alias api, Alias status) {

    /** One core: the API checks inputs and pages through records. */
    private static final int API_MEMORY = 1769;

    /** An HTTP API waits 30 seconds (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html). */
    private static final int API_SECONDS = 29;

    private static final int STATUS_MEMORY = 1024;
    private static final int STATUS_SECONDS = 60;

    static RunFunctions in(
            Construct scope, Settings settings, LambdaFunctions functions, Stores stores, WorkflowMachines machines) {
        Construct room = new Construct(scope, "Runs");
        Asset manifest = manifest(room, settings.manifest());
        Map<String, String> environment = new HashMap<>(stores.environment());
        environment.put(RunApiFunction.MANIFEST, "s3://" + manifest.getS3BucketName() + "/" + manifest.getS3ObjectKey());
        environment.put(RunApiFunction.MACHINES, machines.prefix());
        List<PolicyStatement> both = both(stores, machines, manifest);
        return new RunFunctions(
                functions.make(
                        new Construct(room, "Api"),
                        new LambdaFunctions.Spec(
                                RunApiFunction.class.getName(),
                                "The run API of " + settings.name(),
                                API_MEMORY,
                                API_SECONDS,
                                environment,
                                api(both, stores, machines))),
                functions.make(
                        new Construct(room, "Status"),
                        new LambdaFunctions.Spec(
                                RunStatusFunction.class.getName(),
                                "Records how the runs of " + settings.name() + " end",
                                STATUS_MEMORY,
                                STATUS_SECONDS,
                                environment,
                                both)));
    }

    /** What the two need to know of workflows. Definitions are not part of it. */
    private static Asset manifest(Construct scope, Manifest manifest) {
        String text = manifest.files().getOrDefault(Manifest.FILE, "");
        return Asset.Builder.create(scope, "Manifest")
                .path(Definitions.file("manifest", ".json", text.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .build();
    }

    /** To find out how a run ended, and to record that. */
    private static List<PolicyStatement> both(Stores stores, WorkflowMachines machines, Asset manifest) {
        String payloads = stores.bucket().arnForObjects(PayloadKeys.RUNS + "*");
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(Permissions.allow(
                List.of("dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"),
                List.of(stores.table().getTableArn())));
        statements.add(Permissions.allow(List.of("s3:GetObject", "s3:PutObject"), List.of(payloads)));
        statements.add(Permissions.allow(
                List.of("s3:GetObject"), List.of(stores.bucket().arnForObjects(PayloadKeys.CACHE + "*"))));
        // Whoever may not list a bucket is told that a missing object is forbidden
        // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
        statements.add(Permissions.allow(
                List.of("s3:ListBucket"), List.of(stores.bucket().getBucketArn())));
        statements.add(Permissions.allow(
                List.of("s3:GetObject"), List.of(manifest.getBucket().arnForObjects(manifest.getS3ObjectKey()))));
        if (!machines.arns().isEmpty()) {
            statements.add(Permissions.allow(List.of("states:DescribeExecution"), machines.executionArns()));
        }
        return statements;
    }

    /** To start, cancel, list, rerun and delete as well. */
    private static List<PolicyStatement> api(List<PolicyStatement> both, Stores stores, WorkflowMachines machines) {
        List<PolicyStatement> statements = new ArrayList<>(both);
        statements.add(Permissions.allow(
                List.of("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem"),
                List.of(stores.table().getTableArn())));
        statements.add(Permissions.allow(
                List.of("dynamodb:Query"),
                TableSchema.create("records").globalSecondaryIndexes().stream()
                        .map(index -> stores.table().getTableArn() + "/index/" + index.indexName())
                        .toList()));
        statements.add(Permissions.allow(
                List.of("s3:DeleteObject"), List.of(stores.bucket().arnForObjects(PayloadKeys.RUNS + "*"))));
        if (!machines.arns().isEmpty()) {
            statements.add(Permissions.allow(List.of("states:StartExecution"), machines.arns()));
            statements.add(Permissions.allow(List.of("states:StopExecution"), machines.executionArns()));
        }
        return statements;
    }
}
