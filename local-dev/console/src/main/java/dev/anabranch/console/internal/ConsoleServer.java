package dev.anabranch.console.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.RunCountsJson;
import dev.anabranch.client.internal.transport.ApiAnswer;
import dev.anabranch.client.internal.transport.ApiCall;
import dev.anabranch.client.internal.transport.ApiRefused;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.explain.internal.diagram.Diagram;
import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.stores.internal.http.CloudEndpoint;
import dev.anabranch.stores.internal.http.server.AddressInUse;
import dev.anabranch.stores.internal.http.server.HttpAnswers;
import dev.anabranch.stores.internal.http.server.RefusedRequest;
import dev.anabranch.stores.internal.http.server.RequestGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server of the console on loopback. {@code /api/...} is the run API, of which {@link ForwardedRoutes} are allowed;
 * {@code /layout/<run>} returns the layout of a run's graph; {@code /file/<run>?key=...} returns a file of a run; {@code
 * /input/<run>?node=...&path=...} returns the values of an action's input; {@code
 * /definition/<workflow>} describes a workflow on the class path, {@code /definition/<workflow>/explain?width=...} explains
 * it (204 if it is not on the class path), and {@code /definition/<workflow>/layout?fold=...} returns the layout of its graph; {@code /costs?...} returns a page of {@code GET /runs} with the counts and costs of its runs, and {@code
 * /costs/<run>} those of one run; {@code /unusable} lists the workflows that cannot be started, as far as they are known, and {@code /descriptions} has the
 * descriptions of workflows by name; other paths return the page.
 */
public final class ConsoleServer implements AutoCloseable {

    private static final String API = "/api";
    private static final String LAYOUT = "/layout/";
    private static final String FILE = "/file/";
    private static final String INPUT = "/input/";
    private static final String DEFINITION = "/definition/";
    private static final String COSTS = "/costs";
    private static final String UNUSABLE = "/unusable";
    private static final String DESCRIPTIONS = "/descriptions";
    private static final String EXPLAIN = "/explain";
    private static final String DRAWING = "/layout";
    private static final int LARGEST_BODY = 4 * 1024 * 1024;
    private static final int SEE_OTHER = 303;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    /** The headers of requests that the run API reads. */
    private static final List<String> PASSED = List.of("Content-Type", "Idempotency-Key", "Accept", "If-None-Match");

    private static final Pattern WAIT = Pattern.compile("(?:.*&)?wait=\\d.*");

    /** The types of files that the browser may show; all others are downloads. */
    private static final Map<String, String> PICTURES = Map.of(
            "png", "image/png", "jpg", "image/jpeg", "jpeg", "image/jpeg", "gif", "image/gif", "webp", "image/webp");

    private final Supplier<Transport> api;
    private final ConsoleWorkflows workflows;
    private final Map<String, Optional<DefinedWorkflow>> known = new ConcurrentHashMap<>();
    private final BiConsumer<String, Throwable> failures;
    private final HttpServer server;
    private final ExecutorService threads;
    private final RequestGuard page;
    private final RequestGuard data;
    private final PageFiles files = new PageFiles();
    private final String policy;

    private ConsoleServer(
            Supplier<Transport> api,
            ConsoleWorkflows workflows,
            BiConsumer<String, Throwable> failures,
            @Nullable String token,
            int port) {
        this.api = api;
        this.workflows = workflows;
        this.failures = failures;
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "anabranch-console");
            thread.setDaemon(true);
            return thread;
        });
        server = CloudEndpoint.listen(port);
        int bound = server.getAddress().getPort();
        page = new RequestGuard(bound, RequestGuard.Clients.RUN_API, null);
        data = new RequestGuard(bound, RequestGuard.Clients.RUN_API, token);
        policy = "default-src 'none'; script-src 'self' " + files.importMapHash()
                + "; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'";
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Binds a port on loopback; no request is answered before {@link #open}.
     *
     * @param api returns a transport for one request
     * @param workflows the workflows on the class path
     * @param failures receives each request that failed because of an error of the console, and what was thrown
     * @param token the token that requests for data must have as {@code Authorization: Bearer}; empty for none
     * @param port 0 for any free port
     * @throws AddressInUse if another process uses the port
     */
    public static ConsoleServer bind(
            Supplier<Transport> api,
            ConsoleWorkflows workflows,
            BiConsumer<String, Throwable> failures,
            Optional<String> token,
            int port) {
        return new ConsoleServer(api, workflows, failures, token.orElse(null), port);
    }

    /** Begins to answer. */
    public void open() {
        server.start();
    }

    /** Returns the address of the page, such as {@code http://127.0.0.1:4573}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path =
                    Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("/");
            boolean isData = path.startsWith(API + "/")
                    || path.startsWith(LAYOUT)
                    || path.startsWith(FILE)
                    || path.equals(COSTS)
                    || path.equals(UNUSABLE)
                    || path.equals(DESCRIPTIONS)
                    || path.startsWith(COSTS + "/")
                    || path.startsWith(INPUT)
                    || path.startsWith(DEFINITION);
            Optional<RefusedRequest> refused = (isData ? data : page).check(exchange);
            byte[] body = HttpAnswers.body(exchange, refused.isPresent() ? 0 : LARGEST_BODY);
            if (refused.isPresent()) {
                boolean unknown = refused.get().reason() == RefusedRequest.Reason.UNAUTHORIZED;
                problem(exchange, unknown ? 401 : 403, refused.get().detail());
            } else if (body.length > LARGEST_BODY) {
                problem(exchange, 413, "The body has more than 4 MiB.");
            } else if (isData) {
                answerData(exchange, path, body);
            } else {
                page(exchange, path);
            }
        }
    }

    private void answerData(HttpExchange exchange, String path, byte[] body) throws IOException {
        try {
            if (path.startsWith(API + "/")) {
                forward(exchange, path.substring(API.length()), body);
            } else if (!reads(exchange)) {
                problem(exchange, 405, "This path supports GET and HEAD.");
            } else if (path.equals(UNUSABLE)) {
                unusable(exchange);
            } else if (path.equals(DESCRIPTIONS)) {
                descriptions(exchange);
            } else if (path.equals(COSTS)) {
                costs(exchange);
            } else if (path.startsWith(COSTS + "/")) {
                cost(exchange, path.substring(COSTS.length() + 1));
            } else if (path.startsWith(LAYOUT)) {
                layout(exchange, path.substring(LAYOUT.length()));
            } else if (path.startsWith(INPUT)) {
                input(exchange, path.substring(INPUT.length()));
            } else if (path.startsWith(DEFINITION)) {
                definition(exchange, path.substring(DEFINITION.length()));
            } else {
                file(exchange, path.substring(FILE.length()));
            }
        } catch (ApiRefused refused) {
            problem(exchange, refused.status(), String.valueOf(refused.getMessage()));
        } catch (ApiUnavailable unavailable) {
            problem(exchange, 502, String.valueOf(unavailable.getMessage()));
        } catch (RuntimeException | Error thrown) {
            failures.accept(exchange.getRequestMethod() + " " + path, thrown);
            problem(exchange, 500, "This is an internal error. The terminal of the console has the details.");
        }
    }

    // ------------------------------------------------------------------------------------------------ the run API

    private void forward(HttpExchange exchange, String path, byte[] body) throws IOException {
        // The answer to HEAD is that to GET without its body.
        String method = HttpAnswers.isHead(exchange) ? "GET" : exchange.getRequestMethod();
        if (!ForwardedRoutes.contain(method, path)) {
            problem(exchange, 404, "The console does not forward this request to the run API.");
            return;
        }
        Transport transport = api.get();
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, String> headers = new HashMap<>();
        for (String name : PASSED) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .ifPresent(value -> headers.put(name, value));
        }
        ApiAnswer answer = transport.send(new ApiCall(
                method,
                query == null ? path : path + "?" + query,
                headers,
                body,
                query != null && WAIT.matcher(query).matches() ? PATIENCE : Duration.ZERO));
        Optional<String> location = answer.header("location");
        if (answer.status() == SEE_OTHER && location.isPresent()) {
            InputStream content = transport.open(URI.create(location.get()), Optional.empty());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            stream(exchange, content);
            return;
        }
        exchange.getResponseHeaders()
                .set("Content-Type", answer.header("content-type").orElse("application/json"));
        Optional<String> tag = answer.header("etag");
        if (tag.isPresent()) {
            // The browser keeps settled items, and asks whether they are the same.
            exchange.getResponseHeaders().set("ETag", tag.get());
            send(exchange, answer.status(), answer.body(), "private, no-cache");
        } else {
            send(exchange, answer.status(), answer.body());
        }
    }

    private void layout(HttpExchange exchange, String run) throws IOException {
        ApiAnswer answer = get("/runs/" + run + "/graph");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (answer.status() != 200) {
            send(exchange, answer.status(), answer.body());
            return;
        }
        RunGraph graph = RunGraph.parse(JSON.readTree(answer.body()));
        String layout =
                Diagram.of(RunDrawing.of("run", graph)).folded(folded(exchange)).json();
        send(exchange, 200, layout.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the frames that the page has folded. Names in their ids can have any character but a line break. */
    private static Set<String> folded(HttpExchange exchange) {
        return Set.copyOf(List.of(query(exchange).getOrDefault("fold", "").split("\n", -1)));
    }

    private Optional<DefinedWorkflow> defined(String workflow) {
        return known.computeIfAbsent(workflow, workflows::find);
    }

    private void unusable(HttpExchange exchange) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        Optional<List<ConsoleWorkflows.UnusableWorkflow>> unusable = workflows.unusable();
        unusable.orElse(List.of())
                .forEach(workflow ->
                        items.addObject().put("name", workflow.name()).put("reason", workflow.reason()));
        json.put("known", unusable.isPresent());
        answer(exchange, 200, json);
    }

    private void descriptions(HttpExchange exchange) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        workflows.descriptions().forEach(json::put);
        answer(exchange, 200, json);
    }

    private void costs(HttpExchange exchange) throws IOException {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        ApiAnswer answer = get("/runs?counts=true" + (query.isEmpty() ? "" : "&" + query));
        JsonNode page = JSON.readTree(answer.body());
        for (JsonNode run : page.path("items")) {
            if (run.path("actions") instanceof ObjectNode counts) {
                addCost(counts, run.path("workflow").asText());
            }
        }
        answer(exchange, answer.status(), page);
    }

    private void cost(HttpExchange exchange, String run) throws IOException {
        ApiAnswer found = get("/runs/" + run);
        ApiAnswer answer = found.status() == 200 ? get("/runs/" + run + "/counts") : found;
        JsonNode counts = JSON.readTree(answer.body());
        if (answer.status() == 200 && counts instanceof ObjectNode object) {
            addCost(object, JSON.readTree(found.body()).path("workflow").asText());
        }
        answer(exchange, answer.status(), counts);
    }

    /** Adds the cost to the counts of a run, or the reason why it is not known as {@code costUnknown}. */
    private void addCost(ObjectNode counts, String workflow) {
        RunTally tally = RunCountsJson.tally(counts);
        Optional<DefinedWorkflow> found = defined(workflow);
        if (found.isEmpty()) {
            counts.put("costUnknown", "The workflow is not on the class path of the console, or cannot be translated.");
        } else if (tally.nodes().isEmpty()) {
            counts.put("costUnknown", "The deployment is of an earlier release, which does not count actions by node.");
        } else {
            RunCost cost = found.get().cost(tally);
            counts.putObject("cost")
                    .put("soFar", cost.soFar().doubleValue())
                    .put("foreseen", cost.foreseen().doubleValue());
        }
    }

    private ApiAnswer get(String target) {
        return api.get().send(new ApiCall("GET", target, Map.of(), new byte[0], Duration.ZERO));
    }

    private void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, status, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void input(HttpExchange exchange, String run) throws IOException {
        Map<String, String> query = query(exchange);
        Optional<JsonNode> input;
        try {
            input = InputValues.of(
                    new RunClient(api.get()),
                    URLDecoder.decode(run, StandardCharsets.UTF_8),
                    query.getOrDefault("node", ""),
                    query.getOrDefault("path", ""));
        } catch (IllegalArgumentException e) {
            problem(exchange, 400, String.valueOf(e.getMessage()));
            return;
        }
        if (input.isEmpty()) {
            problem(exchange, 404, "The action has not started.");
            return;
        }
        answer(exchange, 200, input.get());
    }

    private void definition(HttpExchange exchange, String path) throws IOException {
        boolean explains = path.endsWith(EXPLAIN);
        boolean draws = path.endsWith(DRAWING);
        String encoded =
                path.substring(0, path.length() - (explains ? EXPLAIN.length() : draws ? DRAWING.length() : 0));
        String name = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        Optional<DefinedWorkflow> workflow = defined(name);
        if (workflow.isEmpty() && explains) {
            // The page of a run asks without knowing the class path; a browser would log a refused request.
            send(exchange, 204, new byte[0]);
            return;
        }
        if (workflow.isEmpty()) {
            problem(exchange, 404, "The workflow is not on the class path of the console.");
            return;
        }
        String answer;
        try {
            answer = explains
                    ? explanation(workflow.get(), query(exchange))
                    : draws
                            ? workflow.get().layout(folded(exchange))
                            : workflow.get().description();
        } catch (IllegalArgumentException e) {
            problem(exchange, 400, String.valueOf(e.getMessage()));
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, 200, answer.getBytes(StandardCharsets.UTF_8));
    }

    /** Explains a workflow: {@code width} is that of all fan-outs, other parameters name a fan-out and its width. */
    private static String explanation(DefinedWorkflow workflow, Map<String, String> query) {
        Map<String, Long> own = new HashMap<>();
        query.forEach((name, width) -> own.put(name, items(width)));
        Long width = own.remove("width");
        return workflow.explanation(width == null ? 1_000 : width, own);
    }

    private static long items(String width) {
        if (!width.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("A width must be a number of items from 0 to 999999999.");
        }
        return Long.parseLong(width);
    }

    /** Sends a file that the run API lists. Only pictures are shown; a browser stores everything else. */
    private void file(HttpExchange exchange, String run) throws IOException {
        Map<String, String> query = query(exchange);
        Transport transport = api.get();
        String cursor = "";
        do {
            ApiAnswer answer = transport.send(new ApiCall(
                    "GET", "/runs/" + run + "/files?limit=1000" + cursor, Map.of(), new byte[0], Duration.ZERO));
            if (answer.status() != 200) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                send(exchange, answer.status(), answer.body());
                return;
            }
            JsonNode list = JSON.readTree(answer.body());
            for (JsonNode file : list.path("items")) {
                if (matches(file, query)) {
                    String name = file.path("name").asText();
                    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
                    Headers headers = exchange.getResponseHeaders();
                    headers.set("Content-Type", PICTURES.getOrDefault(extension, "application/octet-stream"));
                    if (!PICTURES.containsKey(extension)) {
                        headers.set("Content-Disposition", "attachment");
                    }
                    stream(exchange, transport.open(URI.create(file.path("link").asText()), Optional.empty()));
                    return;
                }
            }
            cursor = list.has("next") ? "&cursor=" + list.path("next").asText() : "";
        } while (!cursor.isEmpty());
        problem(exchange, 404, "The run has no such file.");
    }

    private static boolean matches(JsonNode file, Map<String, String> query) {
        return List.of("node", "path", "name").stream()
                .allMatch(field -> file.path(field).asText().equals(query.getOrDefault(field, "")));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        Matcher pair = Pattern.compile("([^&=]+)=([^&]*)").matcher(raw);
        while (pair.find()) {
            query.put(
                    URLDecoder.decode(pair.group(1), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.group(2), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static boolean reads(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("GET") || HttpAnswers.isHead(exchange);
    }

    // ------------------------------------------------------------------------------------------------ the page

    private void page(HttpExchange exchange, String path) throws IOException {
        if (!reads(exchange)) {
            problem(exchange, 405, "This path supports GET and HEAD.");
            return;
        }
        // The addresses of views have no dot in their last segment that names a file of the page.
        Optional<PageFile> asset = files.at(path);
        boolean isView = path.equals("/")
                || path.startsWith("/runs")
                || path.startsWith("/workflows")
                || path.startsWith("/compare/");
        Optional<PageFile> found = asset.isEmpty() && isView ? files.at(PageFiles.INDEX) : asset;
        if (found.isEmpty()) {
            problem(exchange, 404, "The console has no such page.");
            return;
        }
        PageFile file = found.get();
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", file.contentType());
        headers.set("ETag", file.tag());
        headers.set("Cache-Control", "no-cache");
        headers.set("Vary", "Accept-Encoding");
        secure(headers);
        if (file.tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        String accepted = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .orElse("");
        boolean gzip = accepted.contains("gzip");
        if (gzip) {
            headers.set("Content-Encoding", "gzip");
        }
        write(exchange, 200, gzip ? file.gzip() : file.content());
    }

    private void secure(Headers headers) {
        headers.set("Content-Security-Policy", policy);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }

    private void problem(HttpExchange exchange, int status, String detail) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("detail", detail)
                .toString();
        send(exchange, status, json.getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        send(exchange, status, body, "no-store");
    }

    private void send(HttpExchange exchange, int status, byte[] body, String caching) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", caching);
        secure(exchange.getResponseHeaders());
        write(exchange, status, body);
    }

    private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (body.length == 0 || HttpAnswers.isHead(exchange)) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void stream(HttpExchange exchange, InputStream content) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        secure(exchange.getResponseHeaders());
        try (content) {
            if (HttpAnswers.isHead(exchange)) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                content.transferTo(out);
            }
        }
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
