package dev.anabranch.cli.internal.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class WaitNoticesTest {

    private static final String INPUT = "{\"documents\": [{\"title\": \"Budget\", \"approver\": \"Ada\"},"
            + " {\"title\": \"Lease\", \"approver\": \"Alan\"}]}";

    private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    @Test
    void eachWaitIsPostedWithItsLabelAndWithoutItsPrompt() throws IOException {
        withWebhook(200, () -> {
            Awaitility.await().until(() -> events.size() == 2);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.path("source").asText()).isEqualTo("anabranch");
                assertThat(event.path("detail-type").asText()).isEqualTo("Anabranch Wait");
                JsonNode detail = event.path("detail");
                assertThat(detail.fieldNames())
                        .toIterable()
                        .containsExactly(
                                "workflow",
                                "run",
                                "node",
                                "path",
                                "label",
                                "kind",
                                "prompt",
                                "signal",
                                "since",
                                "until");
                assertThat(detail.path("workflow").asText()).isEqualTo("approval");
                assertThat(detail.path("run").asText()).isEqualTo("a1");
                assertThat(detail.path("node").asText()).isEqualTo("approve");
                assertThat(detail.path("until").asText())
                        .isGreaterThan(detail.path("since").asText());
                assertThat(detail.path("kind").asText()).isEqualTo("answer");
                assertThat(detail.path("prompt").booleanValue()).isTrue();
                assertThat(detail.path("signal").asText()).isEqualTo("/runs/a1/signals/approve");
                assertThat(event.toString()).doesNotContain("Ada", "Alan");
            });
            assertThat(events.stream()
                            .map(event -> event.path("detail").path("path").asText() + " "
                                    + event.path("detail").path("label").asText()))
                    .containsExactlyInAnyOrder("0 Budget", "1 Lease");
        });
        assertThat(complaints).isEmpty();
    }

    @Test
    void webhookThatFailsIsReported() throws IOException {
        withWebhook(500, () -> {
            Awaitility.await().until(() -> complaints.size() == 2);
            assertThat(complaints).allSatisfy(sentence -> assertThat(sentence)
                    .startsWith("The wait of `approve` in run `a1` could not be posted to http://127.0.0.1:")
                    .endsWith(": it answered 500"));
        });
    }

    private void withWebhook(int status, Runnable check) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode event = TaskJson.tree().readTree(exchange.getRequestBody());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            events.add(event);
        });
        server.start();
        URI webhook = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/waits");
        try (WaitNotices notices = new WaitNotices(webhook, HttpClient.newHttpClient(), Thread::new, complaints::add);
                LocalCloud local =
                        LocalCloud.open(LocalCloud.Settings.ofRun(null, LocalCloud.Functions.DEFAULT), notices)) {
            notices.follow(local);
            local.cloud().deploy(WorkflowCatalogue.onClassPath().get("approval"));
            local.cloud()
                    .runs()
                    .start(RunRequest.of("approval", TaskJson.tree().readTree(INPUT))
                            .named("a1"));
            check.run();
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.com/waits", "ftp://127.0.0.1/", "waits", "http:/waits", "file:///tmp/waits"})
    void webhooksOfOtherMachinesNeedHttps(String url) {
        assertThatThrownBy(() ->
                        new WaitNotices(URI.create(url), HttpClient.newHttpClient(), Thread::new, complaints::add))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("must be an https URL");
    }
}
