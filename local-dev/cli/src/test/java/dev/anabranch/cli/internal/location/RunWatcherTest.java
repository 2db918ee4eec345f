package dev.anabranch.cli.internal.location;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.command.Anabranch;
import dev.anabranch.cli.internal.command.StubApi;
import dev.anabranch.cli.internal.command.StubApi.Answer;
import dev.anabranch.cli.internal.command.StubApi.Asked;
import dev.anabranch.cli.internal.command.TestConsole;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watching a run shows its progress; the run continues when the watching ends. */
@Timeout(60)
final class RunWatcherTest {

    private static final String GRAPH = """
            {"output": "-", "nodes": [
              {"id": "list", "kind": "call", "in": "", "attempts": 1, "tolerant": false, "added": false, "fingerprint": "a"},
              {"id": "each", "kind": "fan-out", "in": "", "attempts": 0, "tolerant": false, "added": false, "fingerprint": "b"},
              {"id": "square", "kind": "call", "in": "each", "attempts": 2, "tolerant": false, "added": false, "fingerprint": "c"},
              {"id": "relay", "kind": "call", "in": "each", "attempts": 2, "tolerant": false, "added": true, "fingerprint": "d"}],
              "edges": [{"from": "list", "to": "each", "kind": "value"}]}
            """;

    private static final Answer NO_RUNS = Answer.of(200, "{\"items\": []}");

    @TempDir
    Path folder;

    private final TestConsole console = new TestConsole();

    private int call(StubApi api, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = api.uri().toString();
        return Anabranch.run(console.console(folder, Map.of()), all);
    }

    private static Answer run(String status) {
        String end = status.equals("RUNNING") ? "" : ", \"ended\": \"1970-01-01T00:01:00Z\"";
        return Answer.of(
                200,
                "{\"id\": \"r\", \"workflow\": \"w\", \"status\": \"" + status
                        + "\", \"started\": \"1970-01-01T00:00:00Z\"" + end + "}");
    }

    private static String query(Asked asked) {
        return String.valueOf(asked.uri().getQuery());
    }

    /** Returns the results of three requests; the second one has no new results. */
    private Answer results(Asked asked) {
        String query = query(asked);
        assertThat(query).contains("node=square", "values=false", "follow=true");
        if (!query.contains("cursor")) {
            return Answer.of(200, page("SUCCEEDED", 100, "\"next\": \"a\""));
        }
        return switch (query.replaceAll(".*cursor=", "")) {
            case "a" -> Answer.of(200, page("FAILED", 2, "\"next\": \"b\""));
            case "b" -> Answer.of(200, page("", 0, "\"next\": \"c\""));
            default -> Answer.of(200, page("CACHED", 198, "\"also\": 1"));
        };
    }

    private static String page(String status, int count, String next) {
        String item = "{\"node\": \"square\", \"path\": \"1\", \"status\": \"" + status + "\"}";
        return "{\"items\": [" + String.join(",", Collections.nCopies(count, item)) + "], " + next + "}";
    }

    @Test
    void progressCountsCompletedActions() throws IOException {
        CountDownLatch looked = new CountDownLatch(1);
        StubApi.Script script = asked -> {
            String path = asked.uri().getPath();
            if (path.endsWith("/graph")) {
                return Answer.of(200, GRAPH);
            }
            if (path.endsWith("/widths")) {
                return Answer.of(200, "{\"items\": [{\"node\": \"square\", \"actions\": 300}]}");
            }
            if (path.endsWith("/results")) {
                return results(asked);
            }
            if (path.endsWith("/children")) {
                return NO_RUNS;
            }
            if (path.endsWith("/counts")) {
                return Answer.of(504, "{\"message\": \"Endpoint request timed out\"}");
            }
            if (query(asked).contains("wait=")) {
                console.pass(Duration.ofSeconds(6));
                looked.countDown();
            }
            return run(looked.getCount() == 0 ? "SUCCEEDED" : "RUNNING");
        };
        try (StubApi api = new StubApi(script)) {
            assertThat(call(api, "status", "r", "--follow")).as(console.err()).isEqualTo(ExitCode.OK);
        }
        assertThat(console.err().lines())
                .last()
                .asString()
                .startsWith("square: 300 of 300 done, 2 failed, 198 cached, in 0:");
        assertThat(console.out())
                .contains("status    SUCCEEDED")
                .contains("took      1 min 0 s")
                .contains("actions   too many to count");
    }

    @Test
    void partialCountIsPrintedAsLowerBound() throws IOException {
        StubApi.Script script = asked -> asked.uri().getPath().endsWith("/counts")
                ? Answer.of(
                        200,
                        "{\"total\": 7, \"running\": 1, \"succeeded\": 5, \"failed\": 1, \"cached\": 0, \"aborted\": 0,"
                                + " \"partial\": true, \"nodes\": [{\"node\": \"square\", \"expected\": 9, \"running\": 1,"
                                + " \"succeeded\": 5, \"failed\": 1, \"cached\": 0, \"aborted\": 0, \"millis\": 8}]}")
                : asked.uri().getPath().endsWith("/graph")
                        ? Answer.of(200, GRAPH)
                        : asked.uri().getPath().endsWith("/children") ? NO_RUNS : run("RUNNING");
        try (StubApi api = new StubApi(script)) {
            assertThat(call(api, "status", "r")).as(console.err()).isEqualTo(ExitCode.OK);
            assertThat(call(api, "status", "r", "--json")).as(console.err()).isEqualTo(ExitCode.OK);
        }
        assertThat(console.out())
                .contains("actions   at least 7: 5 succeeded, 0 cached, 1 failed, 1 running, 0 aborted")
                .contains("\"aborted\":0,\"partial\":true,\"failedSteps\":0,\"expected\":9,\"waiting\":0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"start w --wait", "status r --follow", "results r --node square --follow", "results r --follow"})
    void ctrlCEndsTheWatchingAndNotTheRun(String command) throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        StubApi.Script script = asked -> {
            String path = asked.uri().getPath();
            if (query(asked).contains("wait=")) {
                waiting.countDown();
                new CountDownLatch(1).await();
            }
            return path.endsWith("/graph")
                    ? Answer.of(200, GRAPH)
                    : path.endsWith("/results") || path.endsWith("/widths")
                            ? Answer.of(200, "{\"items\": [], \"next\": \"a\"}")
                            : run("RUNNING");
        };
        try (StubApi api = new StubApi(script)) {
            Thread watching = new Thread(() -> exit.complete(call(api, command.split(" ", -1))), "watching");
            watching.start();
            waiting.await();
            watching.interrupt();

            assertThat(exit.get()).as(console.err()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(console.out()).isEmpty();
            assertThat(console.err())
                    .endsWith("The run `r` continues. To follow it again: ./anabranch "
                            + command.replace("start w --wait", "status r --follow") + " --url " + api.uri() + "\n")
                    .doesNotContain("Exception");
            assertThat(api.asked)
                    .isNotEmpty()
                    .noneMatch(asked -> asked.uri().getPath().endsWith("/cancel"));
        }
    }
}
