package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Later commands can read the runs of `run`. Each command opens the data folder again. */
@Timeout(60)
final class KeptRunsTest {

    private static final String NUMBERS = "{\"n\":4}";

    @TempDir
    Path home;

    private TestConsole console = new TestConsole();

    private int call(String... arguments) {
        console = new TestConsole();
        return Anabranch.run(console.console(home, Map.of("HOME", home.toString())), arguments);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(console.out());
    }

    private String squareAll() throws IOException {
        assertThat(call("run", "square-all", "--input", NUMBERS, "--json"))
                .as(console.err())
                .isEqualTo(ExitCode.OK);
        return json().path("runId").textValue();
    }

    @Test
    void runIsReadableAfterItsProcessEnded() throws IOException {
        String run = squareAll();

        assertThat(call("runs")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).hasSize(2).element(1).asString().contains(run, "SUCCEEDED");
        assertThat(console.out().lines().findFirst().orElseThrow().split("  +"))
                .containsExactly("RUN", "STATUS", "STARTED", "TOOK", "ACTIONS", "EST. COST");
        String cost = console.out().lines().toList().get(1).replaceAll(".* ", "");
        assertThat(cost).matches("\\$0\\.000\\d+");
        assertThat(call("status", run)).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).anyMatch(line -> line.startsWith("cost      about " + cost + " on AWS, "));
        assertThat(call("runs", "--json")).isEqualTo(ExitCode.OK);
        double soFar = json().path("cost").path("soFar").asDouble();
        assertThat(soFar).isPositive().isLessThan(0.001);
        assertThat(call("status", run, "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().path("status").textValue()).isEqualTo("SUCCEEDED");
        assertThat(json().path("actions").path("succeeded").asInt())
                .isEqualTo(json().path("actions").path("total").asInt());
        assertThat(json().path("cost").path("soFar").asDouble()).isEqualTo(soFar);
        assertThat(call("status", run, "--follow")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("status    SUCCEEDED");
        assertThat(call("results", run)).isEqualTo(ExitCode.OK);
        assertThat(json().isContainerNode()).isTrue();
        assertThat(call("results", run, "--node", "square", "--follow")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).containsExactlyInAnyOrder("0", "1", "4", "9");
        assertThat(call("actions", run, "--json")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).isNotEmpty().allMatch(line -> line.contains("\"status\":\"SUCCEEDED\""));
        assertThat(call("results", run, "--node", "no such node")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("has no node `no such node`. It has: ");
    }

    @Test
    void runsThatARunHasStartedAreListedWithTheirParent() throws IOException {
        String input = "{\"samples\":[100,200],\"streams\":1}";
        assertThat(call("run", "pi-precision", "--input", input, "--json"))
                .as(console.err())
                .isEqualTo(ExitCode.OK);
        String run = json().path("runId").textValue();

        assertThat(call("runs")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).hasSize(4);
        assertThat(console.out().lines().findFirst().orElseThrow()).endsWith("PARENT");
        assertThat(console.out().lines().filter(line -> line.startsWith("monte-carlo-pi")))
                .hasSize(2)
                .allMatch(line -> line.endsWith("  " + run));

        assertThat(call("runs", "--parent", run, "--json")).isEqualTo(ExitCode.OK);
        List<JsonNode> children = new ArrayList<>();
        for (String line : console.out().lines().toList()) {
            children.add(new ObjectMapper().readTree(line));
        }
        assertThat(children)
                .extracting(child -> child.path("parent").path("action").textValue())
                .containsExactlyInAnyOrder("0", "1");
        assertThat(children)
                .extracting(child -> Instant.parse(child.path("started").textValue()))
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(children).allSatisfy(child -> {
            assertThat(child.path("parent").path("runId").textValue()).isEqualTo(run);
            assertThat(child.path("status").textValue()).isEqualTo("SUCCEEDED");
        });

        assertThat(call("status", run)).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("children  2 runs: 2 SUCCEEDED. `./anabranch runs --parent " + run);
        assertThat(call("status", run, "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().path("children")).hasToString("{\"SUCCEEDED\":2}");
    }

    @Test
    void inputOfAnActionIsShownWithItsSource() throws IOException {
        String run = squareAll();

        assertThat(call("actions", run, "--node", "square", "--items", "2", "--input"))
                .isEqualTo(ExitCode.OK);
        assertThat(console.out().lines().map(line -> line.replaceFirst("  +\\d+ ms$", "")))
                .containsExactly(
                        "square[2]  SUCCEEDED",
                        "  input: item 2 of `assign numbers`",
                        "    {\"number\":2,\"fail\":false}");

        assertThat(call("actions", run, "--node", "square", "--items", "2", "--input", "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(json().path("input").path(0))
                .hasToString("{\"from\":\"item\",\"node\":\"assign numbers\",\"path\":\"\",\"index\":2,"
                        + "\"value\":{\"number\":2,\"fail\":false}}");

        assertThat(call("actions", run, "--node", "report squares", "--input")).isEqualTo(ExitCode.OK);
        assertThat(console.out())
                .contains("  input: all results of `square`\n    ./anabranch results " + run + " --node square\n");
        assertThat(call("results", run, "--node", "square", "--items", "3")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEqualToIgnoringNewLines("9");
        assertThat(call("results", run, "--items", "3")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("`--items` requires `--node`");
    }

    @Test
    void runsLeavesColumnsOutThatDoNotFitOnTheTerminal() throws IOException {
        String run = squareAll();
        assertThat(call("runs")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines().findFirst().orElseThrow()).contains("STARTED", "TOOK", "ACTIONS", "EST. COST");
        assertThat(console.err()).isEmpty();
        for (int columns : List.of(45, 60, 75, 90)) {
            console = new TestConsole();
            Terminal narrow = new Terminal(true, columns, 24, true, true);

            assertThat(Anabranch.run(console.console(home, Map.of("HOME", home.toString()), narrow), "runs"))
                    .isEqualTo(ExitCode.OK);

            assertThat(console.out().lines())
                    .hasSize(2)
                    .allMatch(line -> line.length() <= columns)
                    .anyMatch(line -> line.startsWith(run + "  SUCCEEDED"));
            assertThat(console.err().isEmpty())
                    .isEqualTo(console.out().contains("COST") && console.out().contains("STARTED"));
        }
    }

    @Test
    void emptyListsAreReportedOnStandardError() throws IOException {
        String run = squareAll();

        assertThat(call("runs", "--status", "FAILED")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEqualTo("There are no such runs.\n");
        assertThat(call("runs", "--parent", run)).isEqualTo(ExitCode.OK);
        assertThat(console.err()).isEqualTo("The run `" + run + "` has started no such runs.\n");
        assertThat(call("actions", run, "--status", "FAILED")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEqualTo("The run `" + run + "` has no such actions.\n");
        assertThat(call("actions", run, "--reports")).isEqualTo(ExitCode.OK);
        assertThat(console.err()).isEqualTo("The run `" + run + "` has no such actions with a report.\n");
        assertThat(call("waiting")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEqualTo("No action waits for an answer or a callback.\n");
        assertThat(call("delete", run)).isEqualTo(ExitCode.OK);
        assertThat(call("runs")).isEqualTo(ExitCode.OK);
        assertThat(console.err()).isEqualTo("There are no runs.\n");
    }

    @Test
    void previewPrintsWhatARerunWouldComputeAndStartsNothing() throws IOException {
        assertThat(call("run", "square-all", "--input", "{\"n\":4,\"failAt\":[2]}", "--json"))
                .isEqualTo(ExitCode.OK);
        String run = json().path("runId").textValue();

        assertThat(call("rerun", run, "--preview")).as(console.err()).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines().map(line -> line.replaceAll("  +", " ").strip()))
                .containsExactly(
                        "NODE AGAIN FIRST TIME KEPT",
                        "assign numbers 0 0 1",
                        "square 1 0 3",
                        "report squares 1 0 0",
                        "2 0 4");
        assertThat(console.err())
                .contains("computes the actions of AGAIN and FIRST TIME", "Nothing was started; to start it");
        assertThat(call("rerun", run, "--items", "1-2", "--preview", "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().path("computed").asInt()).isEqualTo(3);
        assertThat(json().path("nodes").get(1))
                .hasToString("{\"node\":\"square\",\"adopted\":2,\"computed\":2,\"notStarted\":0,\"open\":false,"
                        + "\"changed\":false,\"added\":false}");
        assertThat(call("rerun", run, "--items", "1", "--preview")).isEqualTo(ExitCode.OK);
        assertThat(console.err()).contains("Besides the selected items, it computes all actions that did not succeed.");
        assertThat(call("runs")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).hasSize(2);
    }

    @Test
    void rerunSurvivesDeletionOfItsSourceRun() throws IOException {
        String first = squareAll();
        assertThat(call("status", first, "--json")).isEqualTo(ExitCode.OK);
        int actions = json().path("actions").path("total").asInt();
        String node = node(first);

        assertThat(call("rerun", first, "--items", "1,3", "--node", node, "--json"))
                .as(console.err())
                .isEqualTo(ExitCode.OK);

        JsonNode second = json();
        assertThat(second.path("actions").path("total").asInt()).isEqualTo(actions);
        assertThat(second.path("actions").path("cached").asInt()).isPositive().isLessThan(actions - 1);
        assertThat(call("delete", first)).isEqualTo(ExitCode.OK);
        assertThat(call("status", first)).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("There is no run `" + first + "`");
        assertThat(call("results", second.path("runId").textValue())).isEqualTo(ExitCode.OK);
        assertThat(json()).isEqualTo(second.path("output"));
        assertThat(call("runs", "--json", "--workflow", "square-all")).isEqualTo(ExitCode.OK);
        assertThat(json().path("rerunOf").textValue()).isEqualTo(first);
    }

    /** The node that has four actions. */
    private String node(String run) {
        assertThat(call("actions", run)).isEqualTo(ExitCode.OK);
        return console.out()
                .lines()
                .filter(line -> line.contains("[3]"))
                .map(line -> line.substring(0, line.indexOf('[')))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rerun nothing                         | There is no run `nothing`",
                "rerun RUN                             | there is nothing to compute",
                "rerun RUN --from cube                 | The workflow has no node `cube`. It has: ",
                "rerun RUN --from squre                | Did you mean `square`?",
                "rerun RUN --node squre --items 0      | Did you mean `square`?",
                "rerun RUN --items 3,x                 | Items must be indexes from 0 and ranges, such as `3,17-20`",
                "rerun RUN --items 9-3                 | ends before it begins",
                "rerun RUN --items 4                   | There is no item 4 of ",
                "rerun RUN --items 0 --from cube       | are mutually exclusive",
                "rerun RUN --node cube                 | `--node` requires `--items`",
                "rerun                                 | Missing required parameter",
                "cancel RUN                            | has already ended: it is SUCCEEDED",
                "cancel a/b                            | There is no run `a/b`",
                "delete nothing                        | There is no run `nothing`",
                "status ../..                          | There is no run `../..`",
                "results nothing                       | There is no run `nothing`",
                "actions RUN --status DONE             | --status",
                "actions RUN --prefix squ-             | No node of the run `RUN` has a name that begins with `squ-`. The nodes are: ",
                "runs --workflow square-al             | There is no workflow `square-al`, and no run of it. Did you mean `square-all`?",
                "runs --limit 0                        | `--limit` is 0, but must be at least 1.",
                "run square-all --data stores/file     | is a file, but must be a folder",
            })
    void contradictoryArgumentsAreReportedInOneSentence(String command, String complaint) throws IOException {
        String run = squareAll();
        Files.writeString(home.resolve("stores"), "a file");

        assertThat(call(command.replace("RUN", run).strip().split(" +"))).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains(complaint.replace("RUN", run)).doesNotContain("\tat ");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void unwritableHomeKeepsTheRunInMemory() throws IOException {
        Files.writeString(home.resolve(".anabranch"), "not a folder");

        assertThat(call("run", "square-all", "--input", NUMBERS)).isEqualTo(ExitCode.OK);

        assertThat(console.err().lines())
                .filteredOn(line -> line.contains("in memory only"))
                .hasSize(1);
        assertThat(call("runs")).isEqualTo(ExitCode.WRONG_COMMAND);
    }

    @Test
    void runOfAKilledProcessEndsAsLost() throws IOException {
        String run = squareAll();
        Path marks = home.resolve(".anabranch/running");
        Files.writeString(marks.resolve("never-recorded"), "");
        Files.writeString(marks.resolve(run), "");

        assertThat(call("status", run, "--json")).isEqualTo(ExitCode.OK);

        assertThat(json().path("status").textValue()).isEqualTo("SUCCEEDED");
        assertThat(marks).isEmptyDirectory();
    }

    @Test
    void runOfAKilledProcessIsLostInAllCommandsAndCanBeRerun() throws IOException {
        String run = killed();
        String finished = squareAll();

        assertThat(call("runs")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines().filter(line -> line.startsWith(run)))
                .singleElement()
                .asString()
                .contains(" LOST ");
        assertThat(call("runs", "--status", "LOST", "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().path("runId").textValue()).isEqualTo(run);
        assertThat(call("runs", "--status", "ABORTED")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEmpty();
        assertThat(call("status", run, "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().path("status").textValue()).isEqualTo("LOST");
        assertThat(call("status", run)).isEqualTo(ExitCode.OK);
        assertThat(console.out())
                .contains("status    LOST")
                .endsWith("To compute only what did not succeed: ./anabranch rerun " + run + "\n");
        assertThat(call("status", finished)).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("status    SUCCEEDED").doesNotContain("rerun");
        assertThat(call("cancel", run)).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("has already ended: it is LOST.");
    }

    /** Starts a run that waits, and closes the data folder as if the process had been killed. */
    private String killed() throws IOException {
        try (LocalCloud local = LocalCloud.open(home.resolve(".anabranch"))) {
            local.cloud().deploy(new Waiting());
            String run = local.cloud()
                    .runs()
                    .start(RunRequest.of(new Waiting().name(), TextNode.valueOf("text")))
                    .id();
            local.marks().orElseThrow().add(run);
            return run;
        }
    }

    private static final class Waiting implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return flow.await("approve", String.class).timeout(Duration.ofDays(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"actions", "results", "logs"})
    void itemsAndLabelsThatARunDoesNotHaveAreRefused(String command) throws IOException {
        String run = squareAll();

        assertThat(call(command, run, "--node", "square", "--items", "99")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err())
                .contains("no action of `square` with the items 99 has started. It has 4 items, from 0 to 3.");
        assertThat(call(command, run, "--node", "square", "--items", "1.7")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("no action of `square` with the items 1.7 has started. Without `--items`");
        assertThat(call(command, run, "--node", "square", "--label", "x")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("none of its items has a label");
        assertThat(call(command, run, "--node", "square", "--items", "3")).isEqualTo(ExitCode.OK);
        assertThat(call(command, run, "--node", "squares")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("has no node `squares`");
    }

    @Test
    void itemWithoutAnActionOfTheStatusIsNotMissing() throws IOException {
        String run = squareAll();

        assertThat(call("actions", run, "--items", "1", "--status", "FAILED")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEmpty();
    }

    @Test
    void variableNamesTheDataFolder() throws IOException {
        console = new TestConsole();
        Map<String, String> environment = Map.of(DataOption.VARIABLE, "kept");

        assertThat(Anabranch.run(console.console(home, environment), "run", "square-all", "--input", NUMBERS))
                .isEqualTo(ExitCode.OK);

        assertThat(home.resolve("kept/stores.mv")).exists();
    }

    @Test
    void runWithoutCacheReusesNothing() throws IOException {
        List<String> command = List.of("run", "square-all", "--input", NUMBERS, "--no-cache", "--json");
        squareAll();

        assertThat(call(command.toArray(String[]::new))).isEqualTo(ExitCode.OK);

        assertThat(json().path("actions").path("cached").asInt()).isZero();
    }

    @Test
    void runCanBeNamedOnce() throws IOException {
        List<String> command = List.of("run", "square-all", "--input", NUMBERS, "--id", "monday_1", "--json");

        assertThat(call(command.toArray(String[]::new))).as(console.err()).isEqualTo(ExitCode.OK);
        assertThat(json().path("runId").textValue()).isEqualTo("monday_1");

        assertThat(call(command.toArray(String[]::new))).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("The run `monday_1` already exists. Use another id or omit it.");

        assertThat(call("run", "square-all", "--input", NUMBERS, "--id", "../x"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("../x");
        assertThat(call("runs")).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).hasSize(2);
    }
}
