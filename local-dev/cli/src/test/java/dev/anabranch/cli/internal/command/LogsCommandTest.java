package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of actions in a data folder and of a served run. */
final class LogsCommandTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private OwnWorkflows workflows;
    private TestConsole console = new TestConsole();

    @BeforeEach
    void setUp() throws IOException {
        workflows = OwnWorkflows.load(folder, TalkingWorkflow.class);
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

    private String run(String input, int code) throws IOException {
        assertThat(call("run", TalkingWorkflow.NAME, "--json", "--input", input))
                .as(console.err())
                .isEqualTo(code);
        return JSON.readTree(console.out()).path("runId").asText();
    }

    private List<String> logs(String... arguments) {
        String[] all = Stream.concat(Stream.of("logs"), Stream.of(arguments)).toArray(String[]::new);
        assertThat(call(all)).as(console.err()).isEqualTo(ExitCode.OK);
        return console.out()
                .lines()
                .map(line -> line.replaceFirst("^[0-9:.]{12} ", ""))
                .toList();
    }

    @Test
    void printsTheLinesOfARun() throws IOException {
        String run = run("[1, 2, 3]", ExitCode.OK);

        assertThat(console.err()).contains("talk[1]  talking about 2\n");
        assertThat(logs(run))
                .containsExactlyInAnyOrder(
                        "INFO    talk[0]  talking about 1",
                        "INFO    talk[1]  talking about 2",
                        "INFO    talk[2]  talking about 3",
                        "WARNING sum  \\u001b[31m\\u202esummed");
        assertThat(logs(run, "--node", "talk", "--items", "1-2")).hasSize(2);
        assertThat(logs(run, "--level", "warning")).containsExactly("WARNING sum  \\u001b[31m\\u202esummed");
        assertThat(logs(run, "--level", "warn")).containsExactly("WARNING sum  \\u001b[31m\\u202esummed");
        assertThat(logs(run, "--level", "WARN")).containsExactly("WARNING sum  \\u001b[31m\\u202esummed");
        JsonNode line =
                JSON.readTree(logs(run, "--node", "sum", "--json", "--follow").get(0));
        assertThat(line.path("message").asText()).isEqualTo("\u001b[31m\u202esummed");
    }

    @Test
    void failureHasTheFramesOfUserCodeAndItsCauses() throws IOException {
        String run = run("[1, -2]", ExitCode.RUN_FAILED);

        List<String> lines = logs(run, "--level", "error", "--items", "1");
        assertThat(lines.get(0)).startsWith("ERROR   talk[1]  ").contains("-2 is negative");
        assertThat(lines).contains("    Caused by: java.io.IOException: disk full");
        assertThat(lines)
                .noneMatch(line -> line.contains("at dev.anabranch.runtime"))
                .noneMatch(line -> line.contains("ThreadPool"));
        assertThat(logs(run, "--level", "error", "--json").get(0)).contains("FunctionThreads");
    }

    @Test
    void deletedRunHasNoLog() throws IOException {
        String run = run("[1]", ExitCode.OK);
        Path log = folder.resolve("data/logs/" + run + ".jsonl");
        assertThat(log).exists();

        assertThat(call("delete", run)).isEqualTo(ExitCode.OK);

        assertThat(log).doesNotExist();
        assertThat(call("logs", run)).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("There is no run `" + run + "`");
    }

    @Test
    void unknownNodeIsRefusedWithTheNodesOfTheRun() throws IOException {
        String run = run("[1]", ExitCode.OK);

        assertThat(call("logs", run, "--node", "tolk")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains("no node `tolk`", "talk");
    }

    @Test
    void followsAServedRunUntilItsEnd() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of(), TalkingWorkflow.NAME)) {
            String url = served.uri().toString();
            assertThat(call("start", TalkingWorkflow.NAME, "--input", "[1, 2]", "--url", url))
                    .isEqualTo(ExitCode.OK);
            String run = console.out().strip();

            assertThat(logs(run, "--url", url, "--follow"))
                    .contains("INFO    talk[0]  talking about 1", "WARNING sum  \\u001b[31m\\u202esummed");
        }
    }
}
