package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cli.internal.location.ServedWorkflows;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.client.internal.transport.ApiAnswer;
import dev.anabranch.client.internal.transport.ApiCall;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.console.internal.ConsoleServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console draws and explains every workflow on the class path. */
final class ConsoleLayoutsTest {

    /** Answers every request for a graph with the graph of a workflow. */
    private record Graphs(Map<String, JsonNode> byTarget) implements Transport {

        @Override
        public ApiAnswer send(ApiCall call) {
            String graph = String.valueOf(byTarget.get(call.target()));
            return new ApiAnswer(200, Map.of(), graph.getBytes(StandardCharsets.UTF_8), false);
        }

        @Override
        public InputStream open(URI link, Optional<String> range) {
            throw new IllegalStateException("Graphs have no links.");
        }

        @Override
        public String address() {
            return "a test";
        }
    }

    private static JsonNode get(ConsoleServer server, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.uri() + path)).build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
    }

    @Test
    void everyWorkflowHasALayoutWithAllItsCallsAndAnExplanation(@TempDir Path folder)
            throws IOException, InterruptedException {
        assertThat(Anabranch.run(new TestConsole().console(), "manifest", "--out", folder.toString()))
                .isEqualTo(ExitCode.OK);
        Map<String, JsonNode> graphs = new HashMap<>();
        new ObjectMapper()
                .readTree(Files.readString(folder.resolve("manifest.json")))
                .path("workflows")
                .forEach(workflow ->
                        graphs.put("/runs/" + workflow.path("name").asText() + "/graph", workflow.path("graph")));
        assertThat(graphs).hasSizeGreaterThanOrEqualTo(20);
        List<Throwable> failures = new ArrayList<>();
        try (ConsoleServer server = ConsoleServer.bind(
                () -> new Graphs(graphs),
                ServedWorkflows::definition,
                (request, thrown) -> failures.add(thrown),
                Optional.empty(),
                0)) {
            server.open();
            for (Map.Entry<String, JsonNode> graph : graphs.entrySet()) {
                String run = graph.getKey().replaceAll("^/runs/|/graph$", "");

                List<String> boxes = get(server, "/layout/" + run).path("boxes").findValuesAsText("id");

                assertThat(get(server, "/definition/" + run)
                                .path("stateMachine")
                                .has("States"))
                        .isTrue();
                assertThat(get(server, "/definition/" + run + "/explain?width=100")
                                .path("widths")
                                .size())
                        .as(run)
                        .isOne();
                assertThat(get(server, "/definition/" + run + "/explain?width=100&zzz=4")
                                .path("detail")
                                .asText())
                        .as(run)
                        .startsWith("There is no fan-out `zzz`. The fan-outs are: ");
                assertThat(failures).as(run).isEmpty();
                for (JsonNode node : graph.getValue().path("nodes")) {
                    if (node.path("kind").asText().equals("call")
                            && !node.path("added").asBoolean()) {
                        assertThat(boxes).contains("call:" + node.path("id").asText());
                    }
                }
            }
        }
    }
}
