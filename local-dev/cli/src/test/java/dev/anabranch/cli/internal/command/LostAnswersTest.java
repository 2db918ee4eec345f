package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.command.StubApi.Answer;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lost answers and busy gateways are retried, and no request is carried out twice. */
@Timeout(60)
final class LostAnswersTest {

    @TempDir
    Path folder;

    private final TestConsole console = new TestConsole();

    private int call(String... arguments) {
        return Anabranch.run(console.console(folder), arguments);
    }

    /** Loses the first answers to requests with that method, after the API has carried them out. */
    private static StubApi.Script losing(String method, ServedRuns served, int count) {
        AtomicInteger lost = new AtomicInteger();
        StubApi.Script api = StubApi.forwarding(served.uri());
        return asked -> {
            Answer answer = api.answer(asked);
            return asked.method().equals(method) && lost.incrementAndGet() <= count ? Answer.lost() : answer;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--id"})
    void startWithLostAnswerStartsOneRun(String option) throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of());
                StubApi network = new StubApi(losing("POST", served, 2))) {
            String url = network.uri().toString();
            String input = "{\"n\": 2, \"failAt\": []}";

            int exit = option.isEmpty()
                    ? call("start", "square-all", "--input", input, "--url", url)
                    : call("start", "square-all", "--input", input, "--url", url, option, "mine");

            assertThat(exit).as(console.err()).isEqualTo(ExitCode.OK);
            assertThat(served.get("/runs").path("items")).singleElement().satisfies(run -> assertThat(
                            run.path("id").asText())
                    .isEqualTo(console.out().strip()));
            assertThat(network.asked)
                    .filteredOn(asked -> asked.method().equals("POST"))
                    .hasSize(3);
        }
    }

    @Test
    void lostAnswerDoesNotAdoptARunOfAnotherStart() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of());
                StubApi network = new StubApi(losing("POST", served, 1))) {
            served.send(served.post("/workflows/square-all/runs", "{\"input\": {\"n\": 1}, \"id\": \"theirs\"}"));

            assertThat(call(
                            "start",
                            "square-all",
                            "--input",
                            "{\"n\": 2}",
                            "--id",
                            "theirs",
                            "--url",
                            network.uri().toString()))
                    .isEqualTo(ExitCode.WRONG_COMMAND);

            assertThat(console.err()).contains("The run `theirs` already exists");
        }
    }

    @Test
    void deletionWithLostAnswerSucceeds() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of());
                StubApi network = new StubApi(losing("DELETE", served, 1))) {
            String url = network.uri().toString();
            assertThat(call("start", "square-all", "--input", "{\"n\": 1}", "--id", "gone", "--wait", "--url", url))
                    .isEqualTo(ExitCode.OK);

            assertThat(call("delete", "gone", "--url", url)).as(console.err()).isEqualTo(ExitCode.OK);
            assertThat(call("delete", "gone", "--url", url)).isEqualTo(ExitCode.WRONG_COMMAND);
        }
    }

    @Test
    void transientErrorsAreRetriedWithBackoff() throws IOException {
        AtomicInteger number = new AtomicInteger();
        try (StubApi busy = new StubApi(asked -> switch (number.incrementAndGet()) {
            case 1 -> Answer.of(429, "{\"message\":\"Too Many Requests\"}");
            case 2 -> new Answer(503, Map.of("Retry-After", "7"), "");
            case 3 -> Answer.of(502, "<html>Bad Gateway</html>");
            default -> Answer.of(200, "{\"items\": []}");
        })) {
            assertThat(call("runs", "--url", busy.uri().toString()))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);

            assertThat(busy.asked).hasSize(4);
            assertThat(console.instant()).isBetween(at(7_000 + 100 + 400), at(7_000 + 200 + 800));
        }
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void persistentErrorIsReportedInOneSentence(int status) throws IOException {
        try (StubApi broken = new StubApi(asked -> Answer.of(status, "{\"message\":\"Internal Server Error\"}"))) {
            assertThat(call("runs", "--url", broken.uri().toString())).isEqualTo(ExitCode.UNAVAILABLE);

            assertThat(broken.asked).hasSize(5);
            assertThat(console.err())
                    .contains("Internal Server Error", String.valueOf(status))
                    .hasLineCount(1);
        }
    }

    @Test
    void refusalsAreNotRetried() throws IOException {
        try (StubApi strict = new StubApi(asked -> Answer.of(403, "{\"message\":\"Forbidden\"}"))) {
            assertThat(call("runs", "--sigv4", "--url", strict.uri().toString()))
                    .isEqualTo(ExitCode.UNAVAILABLE);

            assertThat(strict.asked).hasSize(1);
            assertThat(console.err())
                    .endsWith("denies access (403): Forbidden. The request was signed for eu-west-1 with the access key"
                            + " that ends with `MPLE`.\n")
                    .hasLineCount(1);
        }
    }
}
