package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.wire.RecordField;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import software.amazon.awscdk.App;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * Deploys all examples into an emulator from the template that CDK creates for it, and starts runs through the API.
 * This downloads images of more than a gigabyte, so it runs only on request: {@code -Danabranch.emulator=localstack},
 * or {@code floci}, or the name of an image.
 */
final class EmulatorTest {

    private static final String STACK = "Emulated";
    private static final Path ASSEMBLY = Path.of("target", "emulator-assembly");

    /** More items than the history of one execution has events for, one after another. */
    private static final int WIDE = 450;

    /** One second per action is enough on every machine; a request waits for at most 20 seconds. */
    private static final int WAITS = WIDE / 20;

    private static final AttributeValue NONE = AttributeValue.fromS("");

    private static Optional<EmulatorContainer> started = Optional.empty();
    private static Map<String, String> outputs = Map.of();
    private static EmulatedApi api;

    @BeforeAll
    static void deploy() throws IOException, InterruptedException {
        Optional<String> image = EmulatorContainer.image();
        skipUnless(
                image.isPresent(), "-D" + EmulatorContainer.PROPERTY + "=localstack (or floci) runs it, with Docker");
        skipUnless(DockerClientFactory.instance().isDockerAvailable(), "there is no Docker");
        Assembly.requireNode();
        synthesize();
        EmulatorContainer emulator = new EmulatorContainer(image.orElseThrow());
        started = Optional.of(emulator);
        emulator.start();
        EmulatedStack stack = EmulatedStack.deploy(emulator, ASSEMBLY, STACK);
        outputs = stack.outputs();
        System.out.println(image.orElseThrow() + " does not have, and left out: " + stack.leftOut());
        api = EmulatedApi.of(emulator, stack);
    }

    private static void skipUnless(boolean condition, String otherwise) {
        assumeThat(condition).as(otherwise).isTrue();
    }

    private static void synthesize() {
        App app = App.Builder.create()
                .outdir(ASSEMBLY.toString())
                .analyticsReporting(false)
                .context(Map.of("name", STACK, "target", "localstack"))
                .build();
        AnabranchApp.stack(app, Assembly.PACKAGE);
        app.synth();
    }

    @AfterAll
    static void stop() {
        started.ifPresent(EmulatorContainer::stop);
    }

    @Test
    void runStartedThroughTheApiHasRecordsAndResults() throws IOException, InterruptedException {
        String run = start("square-all", "{\"n\": 3, \"failAt\": []}");

        assertThat(end(run)).isEqualTo("SUCCEEDED");
        assertThat(api.get("/runs/" + run + "/output").findPath("squares").toString())
                .isEqualTo("[0,1,4]");
        assertThat(api.get("/runs/" + run + "/actions").path("items"))
                .hasSize(5)
                .allSatisfy(action -> assertThat(action.path("status").asText()).isEqualTo("SUCCEEDED"));
        assertThat(records(run)).hasSizeGreaterThanOrEqualTo(5);
        assertThat(payloads(run)).isNotEmpty();
    }

    @Test
    void wideListRunsAsADistributedMap() throws IOException, InterruptedException {
        String run = start("sequential-fanout", "{\"n\": " + WIDE + "}");

        assertThat(end(run)).isEqualTo("SUCCEEDED");
        assertThat(api.get("/runs/" + run + "/output")).hasSize(WIDE).first().isEqualTo(TextNode.valueOf("zero"));
        assertThat(records(run)).hasSizeGreaterThanOrEqualTo(WIDE);
        assertThat(payloads(run)).anyMatch(key -> key.contains("/results/"));
        String execution = output(AnabranchBackend.MACHINE_PREFIX).replace(":stateMachine:", ":execution:")
                + "sequential-fanout:" + run;
        assertThat(started.orElseThrow()
                        .client(SfnClient.builder())
                        .listMapRuns(request -> request.executionArn(execution))
                        .mapRuns())
                .hasSize(1);
    }

    private static String start(String workflow, String input) throws IOException, InterruptedException {
        return api.post("/workflows/" + workflow + "/runs", "{\"input\": " + input + "}")
                .path("id")
                .asText();
    }

    private static String end(String run) throws IOException, InterruptedException {
        JsonNode seen = api.get("/runs/" + run);
        for (int i = 0; i < WAITS && seen.path("status").asText().equals("RUNNING"); i++) {
            seen = api.get("/runs/" + run + "?wait=20");
        }
        return seen.path("error").isMissingNode() ? seen.path("status").asText() : seen.toString();
    }

    private static String output(String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }

    /** Returns the records of a run, read from DynamoDB. */
    private static List<Map<String, AttributeValue>> records(String run) {
        return started
                .orElseThrow()
                .client(DynamoDbClient.builder())
                .scanPaginator(request -> request.tableName(output(AnabranchBackend.TABLE_NAME)))
                .items()
                .stream()
                .filter(item ->
                        item.getOrDefault(RecordField.PARTITION, NONE).s().startsWith(run + "#"))
                .toList();
    }

    /** Returns the keys of a run's objects in S3. */
    private static List<String> payloads(String run) {
        return started
                .orElseThrow()
                .client(S3Client.builder().forcePathStyle(true))
                .listObjectsV2Paginator(request ->
                        request.bucket(output(AnabranchBackend.BUCKET_NAME)).prefix(PayloadKeys.RUNS + run + "/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }
}
