package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command against a run API over HTTP. */
@Timeout(60)
final class RemoteRunsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ServedRuns served;

    @TempDir
    Path folder;

    private TestConsole console = new TestConsole();

    @BeforeAll
    static void serve() throws IOException {
        served = new ServedRuns(Map.of(), "square-all", "word-count", "land-cover");
    }

    @AfterAll
    static void stop() throws IOException {
        served.close();
    }

    private int call(String... arguments) {
        console = new TestConsole();
        String[] all = IntStream.range(0, arguments.length + 2)
                .mapToObj(i -> i < arguments.length
                        ? arguments[i]
                        : i == arguments.length ? "--url" : served.uri().toString())
                .toArray(String[]::new);
        return Anabranch.run(console.console(folder), all);
    }

    private JsonNode json() throws IOException {
        return JSON.readTree(console.out());
    }

    private void ok(String... arguments) {
        assertThat(call(arguments)).as(console.err()).isEqualTo(ExitCode.OK);
    }

    @Test
    void startPrintsOnlyTheId() {
        ok("start", "square-all", "--input", "{\"n\": 3}");
        String id = console.out().strip();

        assertThat(id).startsWith("square-all-").doesNotContain("\n");
        assertThat(console.err())
                .isEqualTo("To follow it: ./anabranch status " + id + " --follow --url " + served.uri() + "\n");
        ok("status", id, "--follow");
        assertThat(console.out()).contains("status    SUCCEEDED").contains("actions   5: 5 succeeded, 0 cached");
    }

    @Test
    void waitPrintsTheOutputOfTheRun() throws IOException {
        ok("start", "square-all", "--input", "{\"n\": 300, \"failAt\": [7]}", "--id", "waited", "--wait");

        assertThat(json().path("succeeded").asInt()).isEqualTo(299);
        assertThat(console.err().lines()).first().isEqualTo("waited started");
        assertThat(console.err())
                .contains("square: 300 of 300 done, 1 failed")
                .contains("waited SUCCEEDED: 302 actions, 1 failed in ")
                .contains(
                        "To compute the failed actions again (1 of `square`) and what depends on them: ./anabranch rerun"
                                + " waited --url " + served.uri());
    }

    @Test
    void jsonOfAWaitedRunEqualsThatOfRunWithoutTheBill() throws IOException {
        ok("start", "square-all", "--input", "{\"n\": 0}", "--wait", "--json");

        assertThat(json().fieldNames())
                .toIterable()
                .containsExactly("runId", "workflow", "status", "output", "error", "actions", "millis");
        assertThat(json().path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(json().path("output").path("squares")).isEmpty();
        assertThat(json().path("actions").path("total").asInt()).isEqualTo(2);
    }

    @Test
    void failedRunEndsWithExitCodeOneAndNamesTheNode() {
        int exit = call("start", "square-all", "--input", "{\"n\": -1}", "--wait");

        assertThat(exit).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(console.out()).isEmpty();
        assertThat(console.err())
                .contains("anabranch: The run of `square-all` failed at node `assign numbers`: n ")
                .doesNotContain("  at ")
                .contains(" FAILED: 1 action, 1 failed in ");
        String id = console.err().lines().findFirst().orElseThrow().replace(" started", "");
        assertThat(call("status", id, "--follow")).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(call("status", id)).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("error     `assign numbers` n ");
        assertThat(call("results", id)).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("is FAILED and has no output").hasLineCount(1);
    }

    @Test
    void listsOfSeveralPagesAreReadToTheirEnd() throws IOException {
        ok("start", "square-all", "--input", "{\"n\": 2100, \"failAt\": [0, 2099]}", "--id", "pages", "--wait");

        ok("actions", "pages", "--node", "square", "--json");
        assertThat(console.out().lines()).hasSize(2100).doesNotHaveDuplicates();
        ok("actions", "pages", "--limit", "1500");
        assertThat(console.out().lines()).hasSize(1500);
        ok("actions", "pages", "--status", "failed");
        assertThat(console.out().lines().map(line -> line.replaceFirst(" +[\\d.]+ m?s ", " ")))
                .containsExactly(
                        "square[0]     FAILED  java.lang.IllegalArgumentException: 0 is in failAt",
                        "square[2099]  FAILED  java.lang.IllegalArgumentException: 2099 is in failAt");
        ok("actions", "pages", "--node", "square", "--items", "17", "--input");
        assertThat(console.out()).matches("""
                        square\\[17]  SUCCEEDED  [\\d.]+ m?s
                          input: item 17 of `assign numbers`
                            \\{"number":17,"fail":false}
                        """);
        ok("results", "pages", "--node", "square");
        assertThat(console.out().lines())
                .containsExactlyElementsOf(IntStream.range(1, 2099)
                        .mapToObj(i -> String.valueOf((long) i * i))
                        .toList());
        ok("results", "pages", "--node", "square", "--follow", "--json");
        assertThat(console.out().lines()).hasSize(2100).doesNotHaveDuplicates();
        assertThat(JSON.readTree(console.out().lines().findFirst().orElseThrow())
                        .fieldNames())
                .toIterable()
                .containsExactly("node", "action", "status", "value", "error", "message");
    }

    @Test
    void resultsAreFollowedFromTheStart() {
        ok("start", "square-all", "--input", "{\"n\": 900, \"failAt\": []}", "--id", "followed");
        ok("results", "followed", "--node", "square", "--follow");

        assertThat(console.out().lines())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 900)
                        .mapToObj(i -> String.valueOf(i * i))
                        .toList());
        ok("results", "followed", "--follow");
        assertThat(console.out()).contains("\"succeeded\" : 900");
    }

    @Test
    void emptyListsPrintNothing() {
        ok("runs", "--workflow", "word-count");
        assertThat(console.out()).isEmpty();
        ok("start", "square-all", "--input", "{\"n\": 0}", "--id", "empty", "--wait");
        ok("actions", "empty", "--node", "square");
        assertThat(console.out()).isEmpty();
        ok("results", "empty", "--node", "square");
        assertThat(console.out()).isEmpty();
        ok("results", "empty", "--node", "square", "--follow");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void runsAreListedTheLatestFirst() throws IOException {
        ok("start", "square-all", "--input", "{\"n\": 1}", "--id", "earlier", "--wait");
        ok("start", "square-all", "--input", "{\"n\": 1}", "--id", "later", "--wait");

        ok("runs", "--limit", "2");
        assertThat(console.out().lines()).hasSize(3);
        assertThat(console.out().lines().skip(1))
                .first()
                .asString()
                .startsWith("later ")
                .contains("SUCCEEDED");
        ok("runs", "--limit", "1", "--json");
        assertThat(json().path("runId").asText()).isEqualTo("later");
        ok("status", "later", "--json");
        assertThat(json().path("actions").path("total").asInt()).isEqualTo(3);
    }

    @Test
    void nonLatinTextAndLargeInputsArriveUnchanged() throws IOException {
        String text = "größe 漢字 \uD834\uDD1E ".repeat(20_000);
        Path input = folder.resolve("Eingabe größe.json");
        Files.writeString(
                input,
                JSON.writeValueAsString(Map.of("texts", List.of(Map.of("name", "ü/..?&#", "text", text)), "top", 2)));
        assertThat(Files.size(input)).isGreaterThan(256 * 1024);

        ok("start", "word-count", "--input", "@" + input.getFileName(), "--wait");

        assertThat(json().path("texts").path(0).path("name").asText()).isEqualTo("ü/..?&#");
        assertThat(json().path("top").findValuesAsText("word")).contains("größe");
        assertThat(json().path("words").asInt()).isGreaterThanOrEqualTo(40_000);
    }

    @Test
    void tooLargeInputIsRefusedBeforeItIsSent() throws IOException {
        Path input = folder.resolve("large.json");
        Files.writeString(input, "{\"texts\": [{\"name\": \"a\", \"text\": \"" + "x".repeat(5 << 20) + "\"}]}");

        assertThat(call("start", "word-count", "--input", "@large.json")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err())
                .startsWith("anabranch: The input has 5.0 MiB, but must have at most 4 MiB.")
                .hasLineCount(1);
    }

    @Test
    void errorsOfAnInputAreListed() {
        assertThat(call("start", "square-all", "--input", "{\"m\": 1, \"n\": \"five\"}"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err().lines()).hasSize(3).first().isEqualTo("anabranch: The input is invalid.");
        assertThat(console.err())
                .contains("  `/input/n` is `five`, but must be a whole number, or null.")
                .contains("  `/input/m` is unknown, but must be one of `failAt`, `n`.");

        assertThat(call("start", "square-all", "--input", "[]")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).startsWith("anabranch: `/input` in the body ");
    }

    @Test
    void unknownWorkflowRunAndNodeAreNamed() {
        assertThat(call("start", "größer")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err())
                .isEqualTo("anabranch: The deployment has no workflow `größer`. It has:"
                        + " land-cover, square-all, word-count.\n");
        for (String id : List.of("größe 漢字/../x?y#z%2e", "..", "a+b", "%")) {
            assertThat(call("status", id)).isEqualTo(ExitCode.WRONG_COMMAND);
            assertThat(console.err()).contains("There is no run `" + id + "`").hasLineCount(1);
        }
        ok("start", "square-all", "--input", "{\"n\": 1}", "--id", "known", "--wait");
        assertThat(call("results", "known", "--node", "é &=")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("has no node `é &=`. It has: ").hasLineCount(1);
    }

    @Test
    void usedRunIdIsRefused() {
        ok("start", "square-all", "--input", "{\"n\": 1}", "--id", "taken");

        assertThat(call("start", "square-all", "--input", "{\"n\": 1}", "--id", "taken"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("The run `taken` already exists").hasLineCount(1);
        assertThat(call("start", "square-all", "--id", "größe")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("A run's id must be 1 to 80 letters, digits, hyphens and underscores");
    }

    @Test
    void rerunSurvivesDeletionOfItsSourceRun() throws IOException {
        ok("start", "square-all", "--input", "{\"n\": 5, \"failAt\": [3]}", "--id", "first", "--wait");

        ok("rerun", "first", "--items", "1,4", "--wait", "--json");
        JsonNode second = json();
        assertThat(second.path("actions").path("total").asInt()).isEqualTo(7);
        assertThat(second.path("actions").path("cached").asInt()).isEqualTo(3);
        ok("rerun", "first", "--from", "assign numbers");
        String third = console.out().strip();
        ok("status", third, "--follow", "--json");
        assertThat(json().path("rerunOf").asText()).isEqualTo("first");

        ok("delete", "first");
        assertThat(console.out()).isEqualTo("first deleted\n");
        assertThat(call("status", "first")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(call("cancel", third)).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err())
                .contains("has already ended: it is SUCCEEDED.")
                .hasLineCount(1);
    }

    @Test
    void runningRunIsCancelled() {
        ok("start", "square-all", "--input", "{\"n\": 10000, \"failAt\": []}", "--id", "long");
        ok("cancel", "long");

        assertThat(console.out()).isEqualTo("long ABORTED\n");
        assertThat(call("status", "long", "--follow")).isEqualTo(ExitCode.RUN_FAILED);
    }

    @Test
    void filesOfARunAreFetched() throws IOException {
        ok("start", "land-cover", "--input", "{\"region\": \"alps\"}", "--id", "map", "--wait", "--out", "out");
        assertThat(ImageIO.read(folder.resolve("out/land-cover.png").toFile()).getWidth())
                .isPositive();

        ok("results", "map", "--out", "again");
        assertThat(folder.resolve("again/land-cover.png")).hasSameBinaryContentAs(folder.resolve("out/land-cover.png"));
        assertThat(folder.resolve("again"))
                .isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
        Files.createDirectories(folder.resolve("blocked/land-cover.png/full"));
        assertThat(call("results", "map", "--out", "blocked")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err())
                .startsWith("anabranch: The file `land-cover.png` of the run cannot be written to `")
                .hasLineCount(1);
        assertThat(call("start", "land-cover", "--out", "out")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("`--out` requires `--wait`").hasLineCount(1);
    }

    @Test
    void pageOfARunWithoutStackIsThatOfTheRunApi() {
        ok("start", "square-all", "--input", "{\"n\": 1}", "--id", "shown");
        ok("open", "shown");

        assertThat(console.out()).isEqualTo(served.uri() + "/runs/shown\n");
        assertThat(console.err()).isEmpty();
        assertThat(call("open", "hidden")).isEqualTo(ExitCode.WRONG_COMMAND);
    }
}
