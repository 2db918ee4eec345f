package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code callback} with a served run. */
@Timeout(60)
final class CallbackCommandTest {

    @TempDir
    Path folder;

    @Test
    void servedRunIsCompletedByTheIdsOfItsCallbacks() throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        String input = "{\"videos\": [\"a.mov\", \"b.mov\"], \"inbox\": \"" + inbox + "\"}";
        try (ServedRuns served = new ServedRuns(Map.of(), "transcode")) {
            List<String> url = List.of("--url", served.uri().toString());
            call(ExitCode.OK, url, "start", "transcode", "--id", "t1", "--input", input);
            until(() -> served.get("/runs/t1/actions?node=submit%20video&status=RUNNING")
                                    .path("items")
                                    .size()
                            == 2
                    && Files.exists(inbox.resolve("1.job"))
                    && Files.exists(inbox.resolve("2.job")));
            String first = Files.readAllLines(inbox.resolve("1.job")).get(1);
            String second = Files.readAllLines(inbox.resolve("2.job")).get(1);

            String waiting = call(ExitCode.OK, url, "waiting").out();
            assertThat(waiting)
                    .contains("t1  submit video[0]  since ", "  until ", "a.mov")
                    .doesNotContain(first);
            assertThat(call(ExitCode.OK, url, "callback", first, "--heartbeat").out())
                    .isEqualToIgnoringNewLines("submit video[0]  heartbeat received");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "callback", first, "--complete", "done")
                            .err())
                    .contains("`--complete` is not JSON");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "callback", first, "--complete", "")
                            .err())
                    .contains("`--complete` is empty, but must be JSON.");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "callback", first, "--complete", "{\"a\": 1, \"a\": 2}")
                            .err())
                    .contains("`--complete`", "duplicate field");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "callback", first, "--complete", "{\"seconds\": \"x\"}")
                            .err())
                    .contains("seconds");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "callback", first, "--heartbeat", "--message", "m")
                            .err())
                    .contains("`--message` needs `--fail`");
            call(ExitCode.WRONG_COMMAND, url, "callback", first);
            assertThat(call(ExitCode.WRONG_COMMAND, url, "callback", "abc", "--heartbeat")
                            .err())
                    .contains("is not the id of a callback");
            String end = "{\"address\": \"a.mp4\", \"seconds\": 60}";
            assertThat(call(ExitCode.OK, url, "callback", first, "--complete", end)
                            .out())
                    .isEqualToIgnoringNewLines("submit video[0]  completed");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "callback", first, "--complete", end)
                            .err())
                    .contains("has already been completed");
            assertThat(call(ExitCode.OK, url, "callback", second, "--fail", "NoCodec", "--message", "AV9")
                            .out())
                    .isEqualToIgnoringNewLines("submit video[1]  failed");

            JsonNode run = served.get("/runs/t1?wait=20");
            assertThat(run.path("status").asText()).isEqualTo("FAILED");
            assertThat(run.path("error").path("name").asText()).isEqualTo("NoCodec");
        }
    }

    private TestConsole call(int exit, List<String> target, String... words) throws IOException {
        TestConsole console = new TestConsole();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(target);
        int code = Anabranch.run(console.console(folder), all.toArray(String[]::new));
        assertThat(code).as(console.err()).isEqualTo(exit);
        return console;
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }
}
