package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.Main;
import dev.anabranch.cli.internal.command.HostileTasks.Hostility;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.workflow.Workflow;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A task that harms its process fails only its own action. One server in a separate process runs every {@link
 * Hostility}; {@code run} runs those that affect the process or the command.
 */
@Timeout(60)
final class HostileTasksTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path data;

    private static Served served;

    @TempDir
    Path folder;

    @BeforeAll
    static void serve() throws IOException {
        served = new Served(data);
    }

    @AfterAll
    static void end() {
        served.close();
    }

    @ParameterizedTest
    @EnumSource
    void serverRecordsTheFailureAndContinues(Hostility hostility) throws Exception {
        String run = served.ended(hostility.workflow(), hostility.name());

        JsonNode found = served.get("/runs/" + run);
        assertThat(found.path("status").asText()).as(found.toString()).isEqualTo("SUCCEEDED");
        assertRecorded(
                hostility,
                served.output(run),
                served.get("/runs/" + run + "/actions").path("items"));
        assertThat(served.output(served.ended(HostileTasks.Hostile.NAME, ""))).isEqualTo(List.of("", "", "", ""));
    }

    /** Runs last: a server that has run all hostilities can still be stopped. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "EXITS_WITH_0",
                "EXITS_WITH_7",
                "EXITS_IN_A_THREAD_OF_ITS_OWN",
                "INTERRUPTS_ALL_THREADS",
                "INTERRUPTS_ALL_THREAD_GROUPS",
                "IGNORES_INTERRUPTS",
                "FILLS_THE_HEAP",
                "CLOSES_THE_STANDARD_STREAMS",
                "REPLACES_THE_STANDARD_STREAMS",
                "PRINTS_TO_STANDARD_OUTPUT",
                "SETS_THE_DEFAULT_LOCALE",
                "REMOVES_THE_SECURITY_PROVIDERS",
                "HOLDS_LOCKS_OF_JDK_CLASSES",
                "HOLDS_THE_LOCK_OF_THE_STANDARD_OUTPUT",
                "GET_MESSAGE_THROWS"
            })
    void runRecordsTheFailureAndCompletes(Hostility hostility) throws Exception {
        Process process = start(
                folder,
                "run",
                hostility.workflow(),
                "--json",
                "--input",
                "\"" + hostility + "\"",
                "--data",
                folder.toString());
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isEqualTo(ExitCode.OK);
        JsonNode run = JSON.readTree(printed);
        assertThat(run.path("status").asText()).isEqualTo("SUCCEEDED");
        int failed = hostility.error.isEmpty() ? 0 : 1;
        assertThat(run.at("/actions/failed").asInt()).isEqualTo(failed);
        assertThat(run.at("/actions/succeeded").asInt()).isEqualTo(HostileTasks.ITEMS + 2 - failed);
        assertRecorded(
                hostility, texts(run.path("output")), actions(run.path("runId").asText()));
    }

    @Test
    void serverStopsAfterATaskCalledExit() throws Exception {
        try (Served own = new Served(folder)) {
            own.ended(HostileTasks.Hostile.NAME, "EXITS_WITH_7");

            own.process.destroy();

            assertThat(own.process.waitFor()).isEqualTo(ExitCode.OK);
        }
    }

    private static void assertRecorded(Hostility hostility, List<String> outcomes, JsonNode actions) {
        assertThat(outcomes).isEqualTo(List.of(hostility.error, "", "", ""));
        assertThat(actions).hasSize(HostileTasks.ITEMS + 2);
        for (JsonNode action : actions) {
            boolean isHostile = action.path("node").asText().equals("act")
                    && action.path(action.has("path") ? "path" : "action")
                            .asText()
                            .equals("0");
            boolean fails = isHostile && !hostility.error.isEmpty();
            assertThat(action.path("status").asText()).as(action.toString()).isEqualTo(fails ? "FAILED" : "SUCCEEDED");
            if (fails) {
                JsonNode error = action.path("error");
                assertThat(error.isObject() ? error.path("name").asText() : error.asText())
                        .as(action.toString())
                        .isEqualTo(hostility.error);
            }
        }
    }

    private JsonNode actions(String run) throws IOException {
        TestConsole console = new TestConsole();
        int code = Anabranch.run(
                console.console(folder, Map.of(DataOption.VARIABLE, folder.toString())), "actions", run, "--json");
        assertThat(code).as(console.err()).isEqualTo(ExitCode.OK);
        return JSON.readTree("[" + String.join(",", console.out().lines().toList()) + "]");
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Process start(Path folder, String... arguments) throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.write(
                services.resolve(Workflow.class.getName()),
                List.of(HostileTasks.Hostile.class.getName(), HostileTasks.Impatient.class.getName()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx384m",
                "-cp",
                folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** {@code anabranch serve} in a separate process, which {@link #close} kills. */
    private static final class Served implements AutoCloseable {

        private final Process process;
        private final URI api;
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        Served(Path folder) throws IOException {
            process = start(folder, "serve", "--port", "0", "--data", folder.toString());
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            assertThat(line).startsWith("Run API");
            api = URI.create(line.substring(line.indexOf("http://")).strip());
        }

        /** Runs one hostility, and returns the id of the run. */
        String ended(String workflow, String hostility) throws Exception {
            HttpResponse<String> started = client.send(
                    HttpRequest.newBuilder(api.resolve("/workflows/" + workflow + "/runs"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"input\": \"" + hostility + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
            String run = JSON.readTree(started.body()).path("id").asText();
            await().atMost(Duration.ofMinutes(3))
                    .until(
                            () -> get("/runs/" + run + "?wait=20")
                                    .path("status")
                                    .asText(),
                            status -> !status.equals("RUNNING"));
            return run;
        }

        List<String> output(String run) throws Exception {
            return texts(get("/runs/" + run + "/output"));
        }

        JsonNode get(String target) throws Exception {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(api.resolve(target)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body());
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
