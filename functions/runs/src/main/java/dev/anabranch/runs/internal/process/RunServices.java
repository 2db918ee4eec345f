package dev.anabranch.runs.internal.process;

import dev.anabranch.runs.internal.api.DeployedWorkflows;
import dev.anabranch.runs.internal.api.PayloadLinks;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.store.DynamoDbRunRegistry;
import dev.anabranch.runs.internal.store.StepFunctionsExecutions;
import dev.anabranch.runtime.TaskFunction;
import dev.anabranch.runtime.internal.lambda.LambdaEnvironment;
import dev.anabranch.runtime.internal.lambda.SdkClients;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.store.S3PayloadStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * The services of the functions for runs, built from the environment. Clients are built once, so a SnapStart snapshot
 * contains them.
 */
public record RunServices(Runs runs, RunApi api, String machines) {

    private static final Pattern S3_URL = Pattern.compile("s3://([^/]+)/(.+)");
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";

    /** Long enough to click a link, short enough to limit the harm of a leaked one. */
    private static final Duration LINKS_LAST = Duration.ofMinutes(15);

    /** The variable with the S3 URL of the deployment manifest, such as {@code s3://bucket/key}. */
    public static final String MANIFEST = "ANABRANCH_MANIFEST";

    /** The variable with the prefix of the ARNs of all state machines; the name of the workflow follows it. */
    public static final String MACHINES = "ANABRANCH_MACHINES";

    /** Creates the services from the environment of this process. */
    public static RunServices ofTheProcess() {
        return of(System.getenv());
    }

    private static RunServices of(Map<String, String> environment) {
        SdkClients clients = SdkClients.of(LambdaEnvironment.of(environment));
        String table = LambdaEnvironment.required(environment, TaskFunction.TABLE);
        String bucket = LambdaEnvironment.required(environment, TaskFunction.BUCKET);
        String machines = LambdaEnvironment.required(environment, MACHINES);
        DeployedWorkflows workflows =
                DeployedWorkflows.parse(manifest(clients.s3(), LambdaEnvironment.required(environment, MANIFEST)));
        PayloadStore payloads = new S3PayloadStore(clients.s3(), bucket);
        Runs runs = Runs.builder()
                .registry(new DynamoDbRunRegistry(clients.dynamoDb(), table, DynamoDbActionStore.RETENTION))
                .actions(new DynamoDbActionStore(clients.dynamoDb(), table, DynamoDbActionStore.RETENTION))
                .payloads(payloads)
                .executions(new StepFunctionsExecutions(clients.build(SfnClient.builder()), machines))
                .workflows(workflows)
                .executor(TaskFunction.threads())
                .clock(Clock.systemUTC())
                .random(new SecureRandom())
                .pause(RunServices::pause)
                .countAtMost(RunApi.LONGEST_WAIT)
                .build();
        RunApi api = RunApi.builder()
                .runs(runs)
                .workflows(workflows.served())
                .payloads(payloads)
                .links(links(bucket, environment))
                .clock(Clock.systemUTC())
                .pause(RunServices::pause)
                .log(new JsonFailureLog(System.out))
                .build();
        return new RunServices(runs, api, machines);
    }

    private static String manifest(S3Client s3, String url) {
        Matcher parts = S3_URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    MANIFEST + " is `" + url + "`, but must be a URL such as s3://bucket/key.");
        }
        return new String(new S3PayloadStore(s3, parts.group(1)).get(parts.group(2)), StandardCharsets.UTF_8);
    }

    private static PayloadLinks links(String bucket, Map<String, String> environment) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(
                                LambdaEnvironment.of(environment).pathStyle())
                        .build());
        String endpoint = environment.get(ENDPOINT);
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        S3Presigner presigner = builder.build();
        return key -> URI.create(presigner
                .presignGetObject(request -> request.signatureDuration(LINKS_LAST)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url()
                .toString());
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The function is being shut down.", e);
        }
    }
}
