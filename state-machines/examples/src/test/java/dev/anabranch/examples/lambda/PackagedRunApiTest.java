package dev.anabranch.examples.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anabranch.runs.OneEvent;
import dev.anabranch.runs.RunApiFunction;
import dev.anabranch.runtime.TaskFunction;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The run API of the deployed package answers recorded events of API Gateway, in a process with only the package on its
 * class path. A stub of AWS accepts every write and returns nothing for every read.
 */
@Timeout(60)
final class PackagedRunApiTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TEXT = "{\"java\": \"java.lang.String\", \"schema\": {\"type\": \"string\"}}";
    private static final String MANIFEST =
            "{\"version\": 1, \"workflows\": [{\"name\": \"text\", \"inlineBytes\": 1000,"
                    + "\"graph\": {\"nodes\": [], \"edges\": [], \"output\": \"o\"}, \"input\": " + TEXT
                    + ", \"output\": " + TEXT + "}]}";

    @TempDir
    private Path unpacked;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer aws;

    @BeforeEach
    void serve() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", this::answer);
        aws.start();
    }

    @AfterEach
    void stop() {
        aws.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        exchange.getRequestBody().readAllBytes();
        asked.add(target == null ? exchange.getRequestMethod() : target);
        String body = "";
        if (target == null && exchange.getRequestMethod().equals("GET")) {
            body = MANIFEST;
        } else if (target != null && target.startsWith("AWSStepFunctions.")) {
            body =
                    "{\"executionArn\": \"arn:aws:states:eu-west-1:123456789012:execution:shop-text:run-1\", \"startDate\": 1}";
        } else if (target != null) {
            body = target.endsWith(".Query") ? "{\"Items\": [], \"Count\": 0, \"ScannedCount\": 0}" : "{}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void startsARunAndListsRuns() throws IOException, InterruptedException {
        String output = run("start.json", "list.json");

        JsonNode started = answerTo("start.json", output);
        assertThat(started.path("statusCode").asInt()).as(output).isEqualTo(202);
        assertThat(started.path("headers").path("Location").asText()).isEqualTo("/runs/run-1");
        assertThat(asked).contains("AWSStepFunctions.StartExecution").anyMatch(call -> call.startsWith("DynamoDB_"));
        JsonNode listed = answerTo("list.json", output);
        assertThat(listed.path("statusCode").asInt()).as(output).isEqualTo(200);
        assertThat(JSON.readTree(listed.path("body").asText()).path("items").isArray())
                .isTrue();
    }

    private static JsonNode answerTo(String event, String output) throws IOException {
        String line = output.lines()
                .filter(one -> one.startsWith(event + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
        return JSON.readTree(line.substring(event.length()));
    }

    private String run(String... events) throws IOException, InterruptedException {
        Path main = unpacked.resolve("main");
        copy(main, "OneEvent.class");
        for (String event : events) {
            copy(main, event);
        }
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                libraries() + File.pathSeparator + main,
                OneEvent.class.getName());
        java.command().addAll(List.of(events));
        java.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("ANABRANCH_"));
        java.environment()
                .putAll(Map.of(
                        "AWS_REGION",
                        "eu-west-1",
                        "AWS_ACCESS_KEY_ID",
                        "any",
                        "AWS_SECRET_ACCESS_KEY",
                        "any",
                        "AWS_ENDPOINT_URL",
                        "http://127.0.0.1:" + aws.getAddress().getPort(),
                        TaskFunction.TABLE,
                        "table",
                        TaskFunction.BUCKET,
                        "bucket",
                        RunApiFunction.MACHINES,
                        "arn:aws:states:eu-west-1:123456789012:stateMachine:shop-",
                        RunApiFunction.MANIFEST,
                        "s3://bucket/manifest.json"));
        Process process = java.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static void copy(Path to, String name) throws IOException {
        Path file = to.resolve(Path.of("dev", "anabranch", "runs", name));
        Files.createDirectories(file.getParent());
        try (InputStream content = Objects.requireNonNull(OneEvent.class.getResourceAsStream(name), name)) {
            Files.copy(content, file);
        }
    }

    /** Puts every jar of {@code lib} on the class path, as Lambda does. */
    private String libraries() throws IOException {
        try (ZipFile zip = new ZipFile(System.getProperty("anabranch.lambda.package", "no package was named"))) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                Path jar = unpacked.resolve(entry.getName()).normalize();
                assertThat(jar.startsWith(unpacked)).isTrue();
                Files.createDirectories(jar.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, jar);
                }
            }
        }
        return unpacked.resolve("lib") + File.separator + "*";
    }
}
