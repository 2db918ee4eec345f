package dev.anabranch.embedded.internal.runapi;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.runs.internal.api.ApiRequest;
import dev.anabranch.runs.internal.api.ApiResponse;
import dev.anabranch.runs.internal.api.Problem;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.stores.internal.http.CloudEndpoint;
import dev.anabranch.stores.internal.http.server.AddressInUse;
import dev.anabranch.stores.internal.http.server.HttpAnswers;
import dev.anabranch.stores.internal.http.server.PendingRequests;
import dev.anabranch.stores.internal.http.server.RefusedRequest;
import dev.anabranch.stores.internal.http.server.RequestGuard;
import dev.anabranch.stores.internal.http.server.UnreadableBody;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The run API over HTTP on loopback. It behaves like the deployed API behind API Gateway. */
public final class ApiEndpoint implements AutoCloseable {

    private static final String RETRY_SECONDS = "5";

    private final RunApi api;
    private final RandomGenerator ids;
    private final HttpServer server;
    private final ExecutorService threads;
    private final RequestGuard door;
    private final PendingRequests pending = new PendingRequests();

    private ApiEndpoint(RunApi api, RandomGenerator ids, @Nullable String token, int port) {
        this.api = api;
        this.ids = ids;
        threads = Executors.newCachedThreadPool(GuardedThread.factory("anabranch-api-"));
        server = CloudEndpoint.listen(port);
        door = new RequestGuard(server.getAddress().getPort(), RequestGuard.Clients.RUN_API, token);
        server.setExecutor(CloudEndpoint.uninterrupted(threads));
        server.createContext("/", this::handle);
    }

    /**
     * Starts to listen on loopback.
     *
     * @param ids the source of the random ids of requests
     * @param token the token that every request must have as {@code Authorization: Bearer}; empty for none
     * @param port 0 for any free port
     * @throws AddressInUse if another process uses the port
     */
    public static ApiEndpoint start(RunApi api, RandomGenerator ids, Optional<String> token, int port) {
        ApiEndpoint endpoint = bind(api, ids, token, port);
        endpoint.open();
        return endpoint;
    }

    /** Binds the port as {@link #start} does; no request is answered before {@link #open}. */
    public static ApiEndpoint bind(RunApi api, RandomGenerator ids, Optional<String> token, int port) {
        return new ApiEndpoint(api, ids, token.orElse(null), port);
    }

    /** Begins to answer, also the requests that arrived since the port was bound. */
    public void open() {
        server.start();
    }

    /** Returns the address, such as {@code http://127.0.0.1:4572}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpAnswers.guardBody(exchange);
            String id = String.format("%016x", ids.nextLong());
            if (!pending.begin(exchange, reason -> answer(exchange, unavailable(id, reason)))) {
                return;
            }
            Optional<Problem> refused = door.check(exchange).map(ApiEndpoint::problem);
            ApiResponse response;
            if (refused.isPresent()) {
                HttpAnswers.drop(exchange);
                response = refused.get().response(id);
                if (refused.get().kind() == Problem.Kind.UNAUTHORIZED) {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                }
            } else {
                response = response(exchange, id);
            }
            if (pending.end(exchange)) {
                answer(exchange, response);
            }
        }
    }

    private ApiResponse response(HttpExchange exchange, String id) throws IOException {
        byte[] body;
        try {
            body = HttpAnswers.body(exchange, RunApi.LARGEST_BODY);
        } catch (UnreadableBody e) {
            return Problem.of(Problem.Kind.BAD_REQUEST, String.valueOf(e.getMessage()))
                    .response(id);
        }
        URI uri = exchange.getRequestURI();
        return api.handle(new ApiRequest(
                id,
                exchange.getRequestMethod(),
                "",
                uri.getRawPath() == null ? "" : uri.getRawPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                joined(exchange.getRequestHeaders()),
                body));
    }

    private static ApiResponse unavailable(String id, String reason) {
        return Problem.of(Problem.Kind.UNAVAILABLE, reason).response(id).with("Retry-After", RETRY_SECONDS);
    }

    /**
     * Answers all requests with status 503 from now on, or no longer.
     *
     * @param reason why the disk refuses writes, as a sentence; empty if it accepts them
     */
    public void refuse(Optional<String> reason) {
        pending.refuse(reason);
    }

    private static Problem problem(RefusedRequest refused) {
        return Problem.of(
                switch (refused.reason()) {
                    case FORBIDDEN -> Problem.Kind.FORBIDDEN;
                    case UNAUTHORIZED -> Problem.Kind.UNAUTHORIZED;
                    case TOO_LONG -> Problem.Kind.BAD_REQUEST;
                },
                refused.detail());
    }

    private static Map<String, String> joined(Headers headers) {
        Map<String, String> joined = new HashMap<>();
        headers.forEach((name, values) -> joined.put(name, String.join(",", values)));
        return joined;
    }

    private static void answer(HttpExchange exchange, ApiResponse response) throws IOException {
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        if (HttpAnswers.isHead(exchange) || response.body().length == 0) {
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), response.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(response.body());
        }
    }

    /** Stops listening. The runs continue. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
