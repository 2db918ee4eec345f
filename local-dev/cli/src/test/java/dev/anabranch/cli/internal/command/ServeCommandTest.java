package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.python.PythonEnvironment;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

@Timeout(60)
final class ServeCommandTest {

    private static final String BOTO3 = "1.44.5";
    private static final Pattern URL = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)");

    private final TestConsole console = new TestConsole();

    @TempDir
    Path folder;

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread serving =
            new Thread(() -> exit.complete(Anabranch.run(console.console(folder), "serve", "--port", "0")), "serving");

    @Test
    void sdkRunsAServedWorkflow() throws InterruptedException {
        serving.start();
        try (SfnClient stepFunctions = client(SfnClient.builder(), "Step Functions");
                DynamoDbClient dynamoDb = client(DynamoDbClient.builder(), "DynamoDB");
                S3Client s3 = client(S3Client.builder().forcePathStyle(true), "S3")) {
            String machine = stepFunctions.listStateMachinesPaginator().stateMachines().stream()
                    .filter(one -> one.name().equals("square-all"))
                    .map(StateMachineListItem::stateMachineArn)
                    .findFirst()
                    .orElseThrow();
            String execution = stepFunctions
                    .startExecution(request -> request.stateMachineArn(machine)
                            .name("first")
                            .input("{\"run\":{\"id\":\"first\"},\"input\":{\"v\":{\"numbers\":[1,2,3]}}}"))
                    .executionArn();
            DescribeExecutionResponse described = ended(stepFunctions, execution);

            assertThat(described.status()).as(described.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(dynamoDb.scan(request -> request.tableName("anabranch")).count())
                    .isPositive();
            assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).containsExactly("anabranch");
        } finally {
            serving.interrupt();
            serving.join();
        }
        assertThat(exit).isCompletedWithValue(ExitCode.OK);
        assertThat(console.err()).isEmpty();
    }

    /** A workflow whose definition throws. */
    public static final class TornApart implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> input) {
            throw new UnsupportedOperationException("not yet");
        }
    }

    /** A workflow whose task cannot be instantiated. */
    public static final class Unequipped implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> input) {
            return flow.call(Unconstructible.class, input);
        }
    }

    /** A task whose constructor throws. */
    public static final class Unconstructible implements Task<String, String> {
        public Unconstructible() {
            throw new IllegalStateException("REGION is not set.");
        }

        @Override
        public String run(String input, TaskContext context) {
            return input;
        }
    }

    @Test
    void workflowWithAnUnusableTaskIsReportedAndTheOthersAreServed() throws IOException, InterruptedException {
        assertThat(errorsOfServing(Unequipped.class, "unequipped"))
                .startsWith("anabranch: The workflow `unequipped` cannot run: its task `")
                .contains("REGION is not set", "The workflow is not served.");
    }

    @Test
    void invalidWorkflowIsReportedAndTheOthersAreServed() throws IOException, InterruptedException {
        assertThat(errorsOfServing(TornApart.class, "torn-apart"))
                .startsWith("anabranch: The workflow `torn-apart` cannot be translated, so it is not served:\n"
                        + "  ERROR define-threw at workflow `torn-apart` (ServeCommandTest.java:");
    }

    private String errorsOfServing(Class<?> workflow, String name) throws IOException, InterruptedException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Workflow.class.getName()), workflow.getName());
        ClassLoader parent = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
            serving.setContextClassLoader(classes);
            serving.start();
            try (SfnClient stepFunctions = client(SfnClient.builder(), "Step Functions")) {
                assertThat(stepFunctions.listStateMachinesPaginator().stateMachines())
                        .extracting(StateMachineListItem::name)
                        .contains("square-all")
                        .doesNotContain(name);
                String page = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url("Console") + "/unusable"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
                assertThat(page).as("the console lists it").contains("\"name\":\"" + name + "\",\"reason\":\"");
            } finally {
                serving.interrupt();
                serving.join();
            }
        }
        return console.err();
    }

    @Test
    @NeedsPublicPackages
    void boto3RunsAWorkflow() throws IOException, InterruptedException, URISyntaxException {
        Path python = python();
        serving.start();
        try {
            Path script = Path.of(ServeCommandTest.class.getResource("drive.py").toURI());
            Process process = new ProcessBuilder(
                            python.toString(),
                            script.toString(),
                            url("Step Functions").toString(),
                            url("S3").toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(printed).isZero();
            assertThat(printed).startsWith("driven by boto3");
        } finally {
            serving.interrupt();
            serving.join();
        }
    }

    private static Path python() {
        try {
            return PythonEnvironment.of("boto3-" + BOTO3, "boto3==" + BOTO3, "ANABRANCH_BOTO3_VENV")
                    .resolve("bin/python");
        } catch (IOException | IllegalStateException e) {
            return abort("boto3 " + BOTO3 + " is missing: " + e.getMessage());
        }
    }

    private static DescribeExecutionResponse ended(SfnClient client, String execution) {
        return await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> client.describeExecution(request -> request.executionArn(execution)),
                        described -> described.status() != ExecutionStatus.RUNNING);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder, String service) {
        return builder.endpointOverride(url(service))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private URI url(String service) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> console.out().contains("Data "));
        return console.out()
                .lines()
                .filter(line -> line.startsWith(service))
                .map(URL::matcher)
                .filter(Matcher::find)
                .map(found -> URI.create(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void portInUseIsReportedInOneSentence() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            assertThat(Anabranch.run(console.console(folder), "serve", "--port", port))
                    .isEqualTo(ExitCode.WRONG_COMMAND);

            assertThat(console.err())
                    .startsWith("anabranch: The port " + port + " of 127.0.0.1 is in use")
                    .hasLineCount(1);
        }
    }

    @Test
    void heldDataFolderIsReportedInOneSentence() {
        try (DataFolder held = DataFolder.open(folder.resolve("kept"))) {
            assertThat(Anabranch.run(console.console(folder), "serve", "--port", "0", "--data", "kept"))
                    .isEqualTo(ExitCode.WRONG_COMMAND);

            assertThat(held.folder().resolve("executions.journal")).doesNotExist();
            assertThat(console.err()).contains("is held by another process").hasLineCount(1);
        }
    }

    @Test
    void invalidEndpointUrlIsRefused() {
        assertThat(Anabranch.run(console.console(folder), "serve", "--lambda-endpoint", "localhost:3001"))
                .isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err())
                .contains("must be a URL such as http://127.0.0.1:3001")
                .hasLineCount(1);
    }
}
