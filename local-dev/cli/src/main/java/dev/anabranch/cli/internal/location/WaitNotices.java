package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.ApiTarget;
import dev.anabranch.embedded.internal.cloud.AwaitObserver;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Posts an event to a webhook for each action that begins to wait for an answer or a callback. It is the event that a
 * deployment with notices puts on its EventBridge bus. A webhook that fails is reported and has no effect on runs.
 */
public final class WaitNotices implements AwaitObserver, AutoCloseable {

    /** The {@code source} of the events. */
    public static final String SOURCE = "anabranch";

    /** The {@code detail-type} of the events. */
    public static final String DETAIL_TYPE = "Anabranch Wait";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_PENDING = 10_000;

    private final URI webhook;
    private final HttpClient http;
    private final Consumer<String> complaints;
    private final ExecutorService thread;
    private final CompletableFuture<RunClient> runs = new CompletableFuture<>();

    /**
     * Creates the notices.
     *
     * @param complaints receives a sentence for the user about each event that could not be posted
     * @throws UsageError if the address is neither https nor http on this machine
     */
    public WaitNotices(URI webhook, HttpClient http, ThreadFactory threads, Consumer<String> complaints) {
        this.webhook = checked(webhook);
        this.http = http;
        this.complaints = complaints;
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_PENDING), threads);
    }

    private static URI checked(URI url) {
        String host = url.getHost() == null ? "" : url.getHost();
        boolean loopback = List.of("127.0.0.1", "localhost", "[::1]").contains(host);
        if (host.isEmpty() || !("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && loopback))) {
            throw new UsageError(
                    "`--notify` is `" + url
                            + "`, but must be an https URL, or an http URL of this machine such as http://127.0.0.1:8000/waits.");
        }
        return url;
    }

    /** Sets where the waits are read. Events before are kept until then. */
    public void follow(LocalCloud local) {
        runs.complete(OpenRuns.client(local));
    }

    @Override
    public void awaits(String run, String node, List<Long> path) {
        try {
            thread.execute(() -> post(run, node, path));
        } catch (RejectedExecutionException e) {
            complaints.accept(
                    "The webhook is too slow: the wait of `" + node + "` in run `" + run + "` is not posted.");
        }
    }

    private void post(String run, String node, List<Long> path) {
        try {
            Optional<ObjectNode> event = event(runs.join(), run, node, path);
            if (event.isPresent()) {
                send(event.orElseThrow());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            complaints.accept("The wait of `" + node + "` in run `" + run + "` could not be posted to " + webhook + ": "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    /** Returns the event; empty if the action no longer waits. */
    private static Optional<ObjectNode> event(RunClient client, String run, String node, List<Long> path) {
        String joined = path.stream().map(String::valueOf).collect(Collectors.joining("."));
        ActionFilter waiting = new ActionFilter(
                Optional.of(node),
                "",
                Optional.of(ActionStatus.RUNNING),
                path.isEmpty() ? List.of() : IndexRange.parse(joined));
        try (Stream<ClientAction> actions = client.actions(run, waiting, 1)) {
            return actions.filter(action -> !action.awaitsRetry()).findFirst().map(action -> {
                RunGraph.Vertex vertex = client.graph(run).node(node).orElseThrow();
                boolean callback = vertex.isCallback();
                ObjectNode event = JsonNodeFactory.instance
                        .objectNode()
                        .put("source", SOURCE)
                        .put("detail-type", DETAIL_TYPE)
                        .put("time", time(action.began()));
                event.putObject("detail")
                        .put("workflow", client.get(run).workflow())
                        .put("run", run)
                        .put("node", node)
                        .put("path", joined)
                        .put("label", action.label())
                        .put("kind", callback ? "callback" : "answer")
                        .put("prompt", !callback && hasPrompt(vertex))
                        .put(
                                "signal",
                                ApiTarget.of("runs", run, "signals", node).toString())
                        .put("since", time(action.began()))
                        .put("until", time(action.until()));
                return event;
            });
        }
    }

    private static boolean hasPrompt(RunGraph.Vertex vertex) {
        return !vertex.prompt().isNull() || !vertex.input().isEmpty();
    }

    private static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }

    private void send(ObjectNode event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(webhook)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(event.toString()))
                .build();
        HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("it answered " + response.statusCode());
        }
    }

    /** Discards events that are not posted yet. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
