package dev.anabranch.cli.internal.location;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.command.Anabranch;
import dev.anabranch.cli.internal.command.ServedRuns;
import dev.anabranch.cli.internal.command.StubApi;
import dev.anabranch.cli.internal.command.TestConsole;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deployment that a command uses, and the authorization of its requests. */
@Timeout(60)
final class RemoteTargetTest {

    @TempDir
    Path folder;

    private final TestConsole console = new TestConsole();

    private int call(Map<String, String> environment, String... arguments) {
        return Anabranch.run(console.console(folder, environment), arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start square-all | No deployment is named. Use `--stack` for a stack on AWS, `--url`",
                "open x | No deployment is named. Use `--stack` for a stack on AWS, `--url` for the address of a run API, or",
                "runs --url localhost:4572 | `--url` is `localhost:4572`, but must be a URL such as http://127.0.0.1:4572.",
                "runs --url http://a?b=c | must be an address without a user, a query or a fragment.",
                "runs --endpoint-url ftp://a | `--endpoint-url` is `ftp://a`, but must be a URL",
                "runs --url http://a --stack b | Leave one or the other out.",
                "runs --url http://a --data b | Leave one out.",
                "runs --sigv4 | `--region` and `--sigv4` require a deployment. Name it with `--stack` or `--url`.",
                "results a --json --url http://a | `--json` and `--format` require `--node`. Name the node of the results.",
            })
    void conflictingOptionsAreReportedInOneSentence(String command, String message) {
        assertThat(call(Map.of(), command.split(" ", -1))).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).startsWith("anabranch: ").contains(message).hasLineCount(1);
    }

    @Test
    void tokenOfTheEnvironmentIsSent() throws IOException {
        Map<String, String> token = Map.of(ApiToken.VARIABLE, "open sesame");
        try (ServedRuns served = new ServedRuns(token)) {
            String url = served.uri().toString();

            assertThat(call(token, "runs", "--url", url)).as(console.err()).isEqualTo(ExitCode.OK);
            assertThat(call(Map.of(), "runs", "--url", url)).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(console.err())
                    .startsWith("There are no runs.\nanabranch: ")
                    .contains("denies access (401): ")
                    .endsWith("The request was not signed and had no token.\n")
                    .hasLineCount(2);
            assertThat(call(Map.of(ApiToken.VARIABLE, "wrong"), "runs", "--url", url))
                    .isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(console.err())
                    .endsWith("The request had the token of ANABRANCH_API_TOKEN.\n")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void tokenIsNeverSentUnencrypted() {
        Map<String, String> token = Map.of(ApiToken.VARIABLE, "sesame");
        assertThat(call(token, "runs", "--url", "http://runs.example.com")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err())
                .contains("would be sent to runs.example.com without encryption")
                .hasLineCount(1);
        assertThat(call(Map.of(ApiToken.VARIABLE, " "), "runs", "--url", "http://127.0.0.1:1"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("The variable ANABRANCH_API_TOKEN is empty");
    }

    @Test
    void closedPortIsReportedInOneSentence() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(call(Map.of(), "runs", "--url", "http://127.0.0.1:" + port)).isEqualTo(ExitCode.UNAVAILABLE);

        assertThat(console.err())
                .isEqualTo("anabranch: The run API at http://127.0.0.1:" + port
                        + " cannot be reached: nothing listens there.\n");
    }

    @Test
    void serverThatIsNoRunApiIsReported() throws IOException {
        try (StubApi other = new StubApi(asked -> StubApi.Answer.of(200, "<html>Hello</html>"))) {
            assertThat(call(Map.of(), "runs", "--url", other.uri() + "/app/")).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(other.asked.get(0).uri().getPath()).isEqualTo("/app/runs");
        }
        try (StubApi other = new StubApi(asked -> StubApi.Answer.of(404, "{\"message\":\"Not Found\"}"))) {
            assertThat(call(Map.of(), "runs", "--url", other.uri().toString())).isEqualTo(ExitCode.UNAVAILABLE);
        }
        try (StubApi other = new StubApi(asked -> StubApi.Answer.of(200, "{\"items\":[]}"))) {
            String url = other.uri().toString();
            assertThat(call(Map.of(), "actions", "a-1", "--prefix", "a", "--url", url))
                    .isEqualTo(ExitCode.UNAVAILABLE);
        }
        assertThat(console.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("is not that of a run API: ", "not JSON"),
                        line -> assertThat(line).contains("is not that of a run API: ", "it answered 404 Not Found."),
                        line -> assertThat(line).contains("is not that of a run API: ", "not a graph"));
    }
}
