package dev.anabranch.cli.internal.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback with answers from a test. It keeps all requests. */
public final class StubApi implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "stub");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;
    public final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A request. */
    public record Asked(String method, URI uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * An answer.
     *
     * @param status the HTTP status; 0 to close the connection without an answer
     */
    public record Answer(int status, Map<String, String> headers, String body) {
        public static Answer of(int status, String body) {
            return new Answer(status, Map.of("Content-Type", "application/json"), body);
        }

        /** Returns an answer that is lost: the connection is closed. */
        static Answer lost() {
            return new Answer(0, Map.of(), "");
        }
    }

    /** Returns the answer to a request. */
    @FunctionalInterface
    public interface Script {
        Answer answer(Asked asked) throws InterruptedException;
    }

    public StubApi(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, script));
        server.start();
    }

    /** Returns a script that forwards requests to an API. */
    static Script forwarding(URI api) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return asked -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(api + asked.uri().toString()))
                    .method(asked.method(), HttpRequest.BodyPublishers.ofString(asked.body()));
            asked.headers().forEach((name, values) -> {
                if (!name.matches("(?i)host|content-length|connection|upgrade|http2-settings")) {
                    request.header(name, values.get(0));
                }
            });
            try {
                HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                return Answer.of(response.statusCode(), response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private void handle(HttpExchange exchange, Script script) throws IOException {
        try (exchange) {
            Asked one = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(one);
            Answer answer = script.answer(one);
            if (answer.status() == 0) {
                return;
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
