package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of runs, actions and results: formats, selection, and what `run` prints. */
final class ListFormatsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private TestConsole console = new TestConsole();
    private String run = "";

    @BeforeEach
    void setUp() throws IOException {
        assertThat(call("run", "square-all", "--json", "--input", "{\"n\": 12, \"failAt\": [10]}"))
                .isEqualTo(ExitCode.OK);
        run = JSON.readTree(console.out()).path("runId").asText();
    }

    private int call(String... arguments) {
        console = new TestConsole();
        return Anabranch.run(console.console(folder, Map.of(DataOption.VARIABLE, folder.toString())), arguments);
    }

    @Test
    void actionsAreAlignedWithTheirDurationsOneLineEach() {
        assertThat(call("actions", run, "--node", "square")).isEqualTo(ExitCode.OK);

        assertThat(console.out().lines()).hasSize(12);
        assertThat(console.out().lines().filter(line -> !line.contains("[10]")))
                .allMatch(line -> line.matches("square\\[\\d+] +SUCCEEDED +[\\d.]+ m?s"));
        assertThat(console.out().lines().map(line -> line.indexOf("SUCCEEDED")).filter(index -> index >= 0))
                .containsOnly("square[10]  ".length());
        assertThat(console.out().lines().filter(line -> line.contains("[10]")))
                .singleElement()
                .asString()
                .matches("square\\[10]  FAILED     +[\\d.]+ m?s  java.lang.IllegalArgumentException: 10 is in failAt");
    }

    @Test
    void listsHaveTheChosenFormat() throws IOException {
        assertThat(call("results", run, "--node", "square", "--items", "2,10", "--format", "csv"))
                .isEqualTo(ExitCode.OK);
        assertThat(console.out().lines())
                .containsExactly(
                        "node,action,label,status,value,error,message",
                        "square,2,,SUCCEEDED,4,,",
                        "square,10,,FAILED,,java.lang.IllegalArgumentException,10 is in failAt");
        assertThat(call("results", run, "--node", "square", "--format", "JSON")).isEqualTo(ExitCode.OK);
        JsonNode all = JSON.readTree(console.out());
        assertThat(all).hasSize(12);
        assertThat(all.at("/3/value").asInt()).isEqualTo(9);
        assertThat(call("actions", run, "--node", "square", "--status", "aborted", "--format", "json"))
                .isEqualTo(ExitCode.OK);
        assertThat(JSON.readTree(console.out())).isEmpty();
        assertThat(call("actions", run, "--items", "10", "--format", "csv", "--input"))
                .isEqualTo(ExitCode.OK);
        assertThat(console.out().lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("square,10,,FAILED,false,1,")
                .endsWith("\"\"value\"\":{\"\"number\"\":10,\"\"fail\"\":true}}]\"");
        assertThat(call("actions", run, "--json", "--format", "csv")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("Leave one of them out");
    }

    @Test
    void resultsNameTheItemsThatHaveNone() throws IOException {
        String failed = "1 of 12 items of `square` has no result: 1 failed (10).";
        String why = "To see why they failed: ./anabranch actions " + run + " --node square --status FAILED";

        assertThat(call("results", run, "--node", "square")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).hasSize(11);
        assertThat(console.err().lines()).containsExactly(failed, why);
        assertThat(call("results", run, "--node", "square", "--follow")).isEqualTo(ExitCode.OK);
        assertThat(console.err()).contains(failed);
        assertThat(call("results", run, "--node", "square", "--json")).isEqualTo(ExitCode.OK);
        assertThat(console.err()).contains(failed);
        for (String line : console.out().lines().toList()) {
            assertThat(JSON.readTree(line).has("status")).isTrue();
        }
        assertThat(call("results", run, "--node", "square", "--items", "3-11")).isEqualTo(ExitCode.OK);
        assertThat(console.err()).contains("1 of 9 items");
        assertThat(call("results", run, "--node", "square", "--items", "3")).isEqualTo(ExitCode.OK);
        assertThat(console.err()).isEmpty();
    }

    @Test
    void actionsHaveTheirDurationInMilliseconds() throws IOException {
        assertThat(call("actions", run, "--node", "square", "--format", "csv")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines().findFirst())
                .hasValueSatisfying(heading -> assertThat(heading).contains(",began,finished,millis,error,"));
        assertThat(call("actions", run, "--node", "square", "--json")).isEqualTo(ExitCode.OK);
        for (String line : console.out().lines().toList()) {
            JsonNode action = JSON.readTree(line);
            long took = Duration.between(
                            Instant.parse(action.path("began").asText()),
                            Instant.parse(action.path("finished").asText()))
                    .toMillis();
            assertThat(action.path("millis").asLong(-1)).isEqualTo(took);
        }
    }

    @Test
    void actionsThatThePlanAddedAreMarkedAndCounted() throws IOException {
        assertThat(call("run", "trip-booking", "--json")).isEqualTo(ExitCode.OK);
        String trip = JSON.readTree(console.out()).path("runId").asText();

        assertThat(call("actions", trip)).isEqualTo(ExitCode.OK);
        List<String> lines = console.out().lines().toList();
        assertThat(lines.stream().filter(line -> line.endsWith("  step of Anabranch")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("condition of ") || line.startsWith("outcome of "));
        assertThat(lines.stream().filter(line -> line.startsWith("book hotel")))
                .isNotEmpty()
                .noneMatch(line -> line.contains("Anabranch"));
        assertThat(call("status", trip)).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("actions   " + lines.size() + ": ");
        assertThat(call("actions", trip, "--node", "condition of when", "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(JSON.readTree(console.out()).path("added").asBoolean()).isTrue();
        assertThat(call("explain", "trip-booking", "--width", "1")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("condition of when * ", "* a step of Anabranch that the plan adds");
    }

    @Test
    void runsAreSelectedByStatusAndTime() {
        assertThat(call("runs", "--status", "succeeded")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains(run);
        assertThat(call("runs", "--status", "FAILED")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEmpty();
        assertThat(call("runs", "--since", "2026-01-01")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains(run);
        assertThat(call("runs", "--since", "9999-01-01T00:00:00Z")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEmpty();
        // The test's clock is at the beginning of 1970, before any run.
        assertThat(call("runs", "--since", "2h")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains(run);
        assertThat(call("runs", "--since", "yesterday")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("`--since` is `yesterday`", "2h", "2026-11-29T18:00:00Z");
    }

    @Test
    void quietRunPrintsItsOutputOnly() {
        assertThat(call("run", "square-all", "--quiet", "--input", "{\"n\": 2}"))
                .isEqualTo(ExitCode.OK);
        assertThat(console.err()).isEmpty();
        assertThat(console.out()).contains("\"succeeded\" : 2");
        assertThat(call("run", "square-all", "--quiet", "--bill", "--input", "{\"n\": 2}"))
                .isEqualTo(ExitCode.OK);
        assertThat(console.err())
                .startsWith("Metered cost of this run on AWS in US dollars")
                .contains("DynamoDB");
    }

    @Test
    void billIsOneLineUnlessAllOfItIsRequested() {
        assertThat(call("run", "square-all", "--input", "{\"n\": 2}")).isEqualTo(ExitCode.OK);
        assertThat(console.err().lines().filter(line -> line.contains("AWS")))
                .singleElement()
                .asString()
                .matches("Cost on AWS, metered: 0\\.\\d{6} US dollars \\(us-east-1\\); --bill prints all of it")
                .hasSizeLessThanOrEqualTo(80);
    }

    @Test
    void misspeltNamesAreCorrected() {
        assertThat(call("run", "sqare-all")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("There is no workflow `sqare-all`. Did you mean `square-all`?");
        assertThat(call("actions", run, "--node", "squares")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("has no node `squares`. Did you mean `square`?");
        String wrong = run.replaceFirst("^square", "squere");
        assertThat(call("status", wrong)).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("There is no run `" + wrong + "`. Did you mean `" + run + "`?");
        assertThat(call("run", "something-else")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).doesNotContain("Did you mean");
        assertThat(call("runs", "--statos", "failed")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("--status");
    }
}
