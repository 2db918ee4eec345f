package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `run`, `start --wait` and `status` print about a failed item. */
final class FailureReportTest {

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

    /** Runs the command that a line of the report names. */
    private int callNamed(String report, String beginning) {
        Matcher named = Pattern.compile(Pattern.quote(beginning) + ": \\./anabranch (.*)")
                .matcher(report);
        assertThat(named.find()).as(report).isTrue();
        return call(named.group(1).split(" "));
    }

    private static void assertExplained(String report, String run) {
        assertThat(report)
                .contains(
                        "  Caused by: java.io.IOException: disk full\n",
                        "  input: item 1 of the run's input\n    -2\n",
                        " INFO     talking about -2\n",
                        "anabranch logs " + run + " --node talk --items 1",
                        "anabranch rerun " + run + " --node talk --items 1");
        assertThat(report.lines())
                .noneMatch(line ->
                        line.contains("at dev.anabranch.runtime") || line.contains("at dev.anabranch.embedded"));
        assertThat(report).doesNotContain("{\"");
    }

    @Test
    void oneLookTellsWhyARunFailedAndHowToRepeatItsItem() {
        assertThat(call("run", TalkingWorkflow.NAME, "--input", "[1, -2, 3]")).isEqualTo(ExitCode.RUN_FAILED);
        String report = console.err();

        assertThat(report)
                .contains("failed at node `talk`, action 1: java.lang.IllegalStateException: -2 is negative\n");
        Matcher id = Pattern.compile("anabranch logs (\\S+)").matcher(report);
        assertThat(id.find()).isTrue();
        assertExplained(report, id.group(1));
        assertThat(callNamed(report, "To see its whole log")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("-2 is negative");
        assertThat(call("status", id.group(1))).isEqualTo(ExitCode.OK);
        assertExplained(console.out(), id.group(1));
        assertThat(callNamed(report, "To compute this item and all that did not succeed"))
                .isEqualTo(ExitCode.RUN_FAILED);
        assertThat(console.err()).contains("action 1: java.lang.IllegalStateException");
    }

    @Test
    void commandsNameTheChosenDataFolder() {
        String data = folder.resolve("other folder").toString();
        assertThat(call("run", TalkingWorkflow.NAME, "--input", "[-1]", "--data", data))
                .isEqualTo(ExitCode.RUN_FAILED);

        assertThat(console.err().lines().filter(line -> line.contains(": ./anabranch ")))
                .hasSize(4)
                .allMatch(line -> line.endsWith(" --data '" + data + "'"));
    }

    @Test
    void failureOfAServedRunIsExplainedToo() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of(), TalkingWorkflow.NAME)) {
            String url = served.uri().toString();
            assertThat(call("start", TalkingWorkflow.NAME, "--input", "[1, -2]", "--wait", "--url", url))
                    .isEqualTo(ExitCode.RUN_FAILED);
            String report = console.err();
            Matcher id = Pattern.compile("anabranch logs (\\S+)").matcher(report);
            assertThat(id.find()).as(report).isTrue();

            assertExplained(report, id.group(1));
            assertThat(callNamed(report, "To see its whole log")).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void failureOutsideFanOutsNamesNoItem() {
        assertThat(call("run", TalkingWorkflow.NAME, "--input", "[1000]")).isEqualTo(ExitCode.RUN_FAILED);

        assertThat(console.err())
                .contains("failed at node `sum`: java.lang.IllegalStateException: 1000 is too much\n")
                .contains("  input: all results of `talk`")
                .contains(" WARNING  \\u001b[31m\\u202esummed\n")
                .contains(" --node sum\n")
                .doesNotContain("To compute this item and all that did not succeed");
        assertThat(List.of(console.err().split("\n"))).noneMatch(line -> line.contains("\u202e"));
    }
}
