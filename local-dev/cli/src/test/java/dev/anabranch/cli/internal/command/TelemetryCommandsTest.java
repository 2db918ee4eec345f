package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The progress, metrics and reports of actions in `status` and `actions`. */
final class TelemetryCommandsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private OwnWorkflows workflows;
    private TestConsole console = new TestConsole();
    private String run = "";

    @BeforeEach
    void setUp() throws IOException {
        workflows = OwnWorkflows.load(folder, TalkingWorkflow.class);
        assertThat(call("run", TalkingWorkflow.NAME, "--json", "--input", "[1, 2, 400]"))
                .as(console.err())
                .isEqualTo(ExitCode.OK);
        run = JSON.readTree(console.out()).path("runId").asText();
    }

    @AfterEach
    void tearDown() throws IOException {
        workflows.close();
    }

    private int call(String... arguments) {
        console = new TestConsole();
        Map<String, String> environment =
                Map.of(DataOption.VARIABLE, folder.resolve("data").toString());
        return Anabranch.run(console.console(folder, environment), arguments);
    }

    @Test
    void statusHasTheMetricsOfEachFanOutInAlignedColumns() {
        assertThat(call("status", run)).as(console.err()).isEqualTo(ExitCode.OK);

        assertThat(console.out().lines())
                .contains(
                        "node  metric  count  sum  min  max     mean",
                        "talk  item        3  403    1  400  134.333",
                        "reports   `sum` 1. `./anabranch actions " + run + " --node sum --reports` prints it.");
    }

    @Test
    void jsonOfStatusHasTheMetricsByNode() throws IOException {
        assertThat(call("status", run, "--json")).isEqualTo(ExitCode.OK);

        JsonNode status = JSON.readTree(console.out());
        assertThat(status.path("partial").toString()).isEqualTo("false");
        JsonNode nodes = status.path("nodes");
        assertThat(nodes.path(0).path("node").asText()).isEqualTo("talk");
        assertThat(nodes.path(0).path("metrics").path("item").path("max").asDouble())
                .isEqualTo(400);
        assertThat(nodes.path(0).path("moreMetrics").toString()).isEqualTo("false");
        assertThat(nodes.path(1).path("reports").asInt()).isEqualTo(1);
    }

    @Test
    void actionsHaveTheirMetrics() throws IOException {
        assertThat(call("actions", run, "--node", "talk", "--items", "2")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).matches("talk\\[2]  SUCCEEDED +[\\d.]+ m?s  item 400\n");

        assertThat(call("actions", run, "--node", "talk", "--items", "2", "--format", "jsonl"))
                .isEqualTo(ExitCode.OK);
        JsonNode action = JSON.readTree(console.out());
        assertThat(action.path("metrics").path("item").path("mean").asDouble()).isEqualTo(400);
        assertThat(action.path("progress").toString()).isEqualTo("{\"done\":1,\"total\":4}");

        assertThat(call("actions", run, "--format", "csv")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines().map(line -> line.split(",", -1).length > 5))
                .containsOnly(true);
    }

    @Test
    void reportsArePrintedWithoutCharactersThatControlATerminal() throws IOException {
        assertThat(call("actions", run, "--reports")).as(console.err()).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines().skip(1))
                .containsExactly("  # Sum", "", "  \\u001b[31m<script>alert(1)</script>");
        assertThat(console.out().lines().findFirst().orElseThrow()).startsWith("sum  SUCCEEDED");

        assertThat(call("actions", run, "--reports", "--format", "json")).isEqualTo(ExitCode.OK);
        assertThat(JSON.readTree(console.out()).path(0).path("report").asText())
                .isEqualTo("# Sum\n\n\u001b[31m<script>alert(1)</script>");
    }

    @Test
    void rerunKeepsWhatTheAdoptedActionsReported() throws IOException {
        assertThat(call("rerun", run, "--from", "sum", "--json"))
                .as(console.err())
                .isEqualTo(ExitCode.OK);
        String rerun = JSON.readTree(console.out()).path("runId").asText();

        assertThat(call("actions", rerun, "--node", "talk", "--items", "2")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("CACHED").contains("item 400");
    }
}
