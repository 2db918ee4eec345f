package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anabranch.cli.internal.terminal.ExitCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunWithPageTest {

    private static final Pattern PAGE = Pattern.compile("(?m)^Console +(http://\\S+)$");

    @TempDir
    Path folder;

    @Test
    void pageShowsTheRunUntilTheCommandIsInterrupted() throws Exception {
        TestConsole console = new TestConsole();
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread command = new Thread(() -> exit.complete(Anabranch.run(
                console.console(folder),
                "run",
                "square-all",
                "--console",
                "--data",
                folder.resolve("data").toString())));
        command.start();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> console.err().contains("The page shows the run until Ctrl-C"));

        Matcher page = PAGE.matcher(console.err());
        assertThat(page.find()).isTrue();
        URI uri = URI.create(page.group(1));
        try {
            assertThat(get(uri).statusCode()).isEqualTo(200);
            assertThat(exit).isNotDone();
        } finally {
            command.interrupt();
        }
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isNotEmpty();
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
