package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anabranch.cli.Main;
import dev.anabranch.runs.internal.action.FanOutRef;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.store.S3PayloadStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** {@code anabranch serve --data} in a separate process, which is killed as by {@code kill -9}. */
final class ServeRestartTest {

    private static final int ACTIONS = 2_000;
    private static final int KILLS = 3;
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:large-fanout";
    private static final String EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:large-fanout:killed";

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void runResumesAfterEveryKillWithoutRepeatingFinishedActions() throws Exception {
        long seed = Long.getLong("anabranch.seed", 5L);
        Random random = new Random(seed);
        Map<String, ActionRecord> finished = Map.of();
        for (int kill = 0; kill < KILLS; kill++) {
            try (Served served = new Served(folder)) {
                if (kill == 0) {
                    served.stepFunctions.startExecution(request -> request.stateMachineArn(MACHINE)
                            .name("killed")
                            .input("{\"run\":{\"id\":\"killed\"},\"input\":{\"v\":{\"r\":" + ACTIONS + "}}}"));
                }
                served.awaitFinished(Math.min(ACTIONS - 50, finished.size() + 100 + random.nextInt(300)));
                Map<String, ActionRecord> now = served.finished();
                assertThat(now).as("seed %d, kill %d", seed, kill).containsAllEntriesOf(finished);
                finished = now;
                // Only the actions that were running when the process was killed are started again.
                int kills = kill;
                assertThat(finished.values()).isNotEmpty().allMatch(record -> record.attempts() <= 1 + kills);
            }
        }
        try (Served served = new Served(folder)) {
            DescribeExecutionResponse ended = served.ended();

            assertThat(ended.status()).as("seed %d: %s", seed, ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(served.finished()).as("seed %d", seed).hasSize(ACTIONS).containsAllEntriesOf(finished);
            checkHistory(
                    served
                            .stepFunctions
                            .getExecutionHistoryPaginator(request -> request.executionArn(EXECUTION))
                            .events()
                            .stream()
                            .toList());
        }
    }

    private static void checkHistory(List<HistoryEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).id()).isEqualTo(i + 1);
            assertThat(events.get(i).previousEventId()).isLessThanOrEqualTo(i);
        }
        assertThat(events)
                .extracting(HistoryEvent::typeAsString)
                .filteredOn("ExecutionStarted"::equals)
                .hasSize(1);
        assertThat(events.get(events.size() - 1).typeAsString()).isEqualTo("ExecutionSucceeded");
    }

    /** The process, which {@link #close} kills. */
    private static final class Served implements AutoCloseable {

        private final Process process;
        private final SfnClient stepFunctions;
        private final DynamoDbClient dynamoDb;
        private final S3Client s3;

        Served(Path data) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "serve",
                            "--port",
                            "0",
                            "--data",
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            URI services = url(lines, "Step Functions");
            URI objects = url(lines, "S3 ");
            stepFunctions = client(SfnClient.builder(), services);
            dynamoDb = client(DynamoDbClient.builder(), services);
            s3 = client(S3Client.builder().forcePathStyle(true), objects);
        }

        private static URI url(BufferedReader lines, String service) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith(service)) {
                line = lines.readLine();
            }
            assertThat(line).as("what `serve` prints of " + service).isNotNull();
            return URI.create(line.substring(line.indexOf("http://")).strip());
        }

        private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
                B builder, URI endpoint) {
            return builder.endpointOverride(endpoint)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                    .httpClient(UrlConnectionHttpClient.create())
                    .build();
        }

        /** Waits until this number of actions have finished. Counting them is cheaper than reading them. */
        void awaitFinished(int enough) {
            int count = 0;
            while (count < enough) {
                count = dynamoDb
                        .scanPaginator(request -> request.tableName("anabranch")
                                .filterExpression("s = :succeeded")
                                .expressionAttributeValues(Map.of(":succeeded", AttributeValue.fromS("S")))
                                .select(Select.COUNT))
                        .stream()
                        .mapToInt(ScanResponse::count)
                        .sum();
            }
        }

        /** Returns the succeeded actions of the fan-out, by their keys. */
        Map<String, ActionRecord> finished() {
            RunReader reader = new RunReader(
                    new DynamoDbActionStore(dynamoDb, "anabranch", Duration.ofDays(1)),
                    new S3PayloadStore(s3, "anabranch"),
                    Runnable::run);
            return reader.actions("killed", new FanOutRef("return number", List.of(), ACTIONS))
                    .filter(record -> record.status() == ActionStatus.SUCCEEDED)
                    .collect(Collectors.toMap(record -> record.key().toString(), record -> record));
        }

        DescribeExecutionResponse ended() {
            return await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(10))
                    .until(
                            () -> stepFunctions.describeExecution(request -> request.executionArn(EXECUTION)),
                            execution -> execution.status() != ExecutionStatus.RUNNING);
        }

        @Override
        public void close() {
            stepFunctions.close();
            dynamoDb.close();
            s3.close();
            process.destroyForcibly().onExit().join();
        }
    }
}
