package dev.anabranch.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.client.internal.transport.ApiAnswer;
import dev.anabranch.client.internal.transport.ApiCall;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.runs.internal.record.RunTally;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleServerTest {

    private static final String GRAPH = """
            {"nodes": [
               {"id": "cut", "kind": "call", "in": "", "attempts": 1, "fingerprint": "1", "input": []},
               {"id": "list of map", "kind": "call", "in": "", "added": true, "fingerprint": "2", "input": []},
               {"id": "map", "kind": "fan-out", "in": "", "fingerprint": "3", "input": []},
               {"id": "classify", "kind": "call", "in": "map", "fingerprint": "4", "input": []},
               {"id": "draw", "kind": "call", "in": "", "fingerprint": "5", "input": []}],
             "edges": [
               {"from": "cut", "to": "list of map", "kind": "value"},
               {"from": "list of map", "to": "map", "kind": "value"},
               {"from": "classify", "to": "draw", "kind": "all"}],
             "output": "6"}
            """;

    /** Answers by target; it remembers the calls. */
    private static final class KnownAnswers implements Transport {
        private final Map<String, ApiAnswer> answers = new HashMap<>();
        private final Map<String, String> contents = new HashMap<>();
        private final List<ApiCall> calls = new ArrayList<>();

        void add(String target, int status, Map<String, String> headers, String body) {
            answers.put(target, new ApiAnswer(status, headers, body.getBytes(StandardCharsets.UTF_8), false));
        }

        @Override
        public ApiAnswer send(ApiCall call) {
            calls.add(call);
            if (call.target().startsWith("/runs/unreachable")) {
                throw new ApiUnavailable("The deployment does not answer.", new IOException());
            }
            return answers.getOrDefault(
                    call.target(),
                    new ApiAnswer(404, Map.of(), "{\"detail\":\"no\"}".getBytes(StandardCharsets.UTF_8), false));
        }

        @Override
        public InputStream open(URI link, Optional<String> range) {
            String content = contents.getOrDefault(link.toString(), "content of " + link);
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String address() {
            return "a test";
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final KnownAnswers api = new KnownAnswers();
    private final List<String> failures = new ArrayList<>();
    private ConsoleServer server = started(Optional.empty());

    @AfterEach
    void stop() {
        server.close();
    }

    private ConsoleServer started(Optional<String> token) {
        return started(name -> Optional.empty(), token);
    }

    private ConsoleServer started(ConsoleWorkflows workflows) {
        return started(workflows, Optional.empty());
    }

    private ConsoleServer started(ConsoleWorkflows workflows, Optional<String> token) {
        ConsoleServer started =
                ConsoleServer.bind(() -> api, workflows, (request, thrown) -> failures.add(request), token, 0);
        started.open();
        return started;
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.uri() + path)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    @Test
    void returnsThePageForEveryAddressOfAView() throws Exception {
        for (String view : List.of("/", "/runs", "/runs/a%2Fb", "/runs/r/actions/classify/2.17", "/workflows/land")) {
            HttpResponse<String> page = get(view);

            assertThat(page.statusCode()).as(view).isEqualTo(200);
            assertThat(page.body()).contains("<anabranch-app>");
        }
        assertThat(get("/favicon.ico").statusCode()).isEqualTo(404);
        assertThat(get("/../pom.xml").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/runs").statusCode()).isEqualTo(405);
    }

    @Test
    void allowsScriptsAndRequestsOfItsOwnOriginOnly() throws Exception {
        HttpResponse<String> page = get("/runs");

        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*", "http");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    /** Otherwise a browser finds a module only after it has read the one that imports it. */
    @Test
    void pagePreloadsEveryModule() throws Exception {
        String page = get("/runs").body();

        assertThat(new PageFiles().paths())
                .filteredOn(path -> path.endsWith(".js"))
                .isNotEmpty()
                .allSatisfy(path ->
                        assertThat(page).containsOnlyOnce("<link rel=\"modulepreload\" href=\"" + path + "\">"));
    }

    @Test
    void servesEveryModuleThatThePageImports() throws Exception {
        for (String path : new PageFiles().paths()) {
            HttpResponse<String> file = get(path);

            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.body()).as(path).isNotEmpty();
            Matcher imports = Pattern.compile("(?:from|import)\\s*['\"](\\.{1,2}/[^'\"]+)['\"]")
                    .matcher(file.body());
            while (imports.find()) {
                String target = URI.create(path).resolve(imports.group(1)).getPath();
                assertThat(get(target).statusCode())
                        .as(path + " imports " + target)
                        .isEqualTo(200);
            }
        }
    }

    /** Adds an action whose input is item 3 of a list, and one whose input is a result. */
    private void addMeasuredItem(String list) {
        api.add("/runs/r/actions?node=measure&items=3&limit=1", 200, Map.of(), """
                {"items": [{"node": "measure", "path": "3", "status": "SUCCEEDED", "attempts": 1, "log": "l", "input": [
                  {"part": "name", "from": "item", "node": "list", "path": "", "index": 3, "fields": ["name"]},
                  {"part": "all", "from": "results", "node": "list", "path": "", "fields": []}]}]}
                """);
        api.add("/runs/r/results?node=list&limit=400", 200, Map.of(), """
                {"items": [{"node": "list", "path": "", "status": "SUCCEEDED", %s}]}
                """.formatted(list));
    }

    @Test
    void returnsTheValuesOfAnInput() throws Exception {
        addMeasuredItem("\"value\": [0, 1, 2, {\"name\": \"Oslo\"}]");

        assertThat(get("/input/r?node=measure&path=3").body())
                .isEqualTo("{\"parts\":[{\"part\":\"name\",\"value\":\"Oslo\"},{\"part\":\"all\"}]}");
        assertThat(get("/input/r?node=measure&path=x").statusCode()).isEqualTo(400);
        assertThat(get("/input/none?node=measure").statusCode()).isEqualTo(404);
    }

    @Test
    void valueOfALargeListIsReadAsAStreamAndTooLargeOnesHaveTheirSize() throws Exception {
        addMeasuredItem("\"bytes\": 9000000, \"link\": \"https://bucket.example/list\"");
        // What follows the item is not read.
        api.contents.put("https://bucket.example/list", "[0, [1], {\"a\": [2]}, {\"name\": \"Oslo\"}, damaged");

        assertThat(get("/input/r?node=measure&path=3").body()).contains("\"value\":\"Oslo\"");

        api.contents.put("https://bucket.example/list", "[0, 1, 2, {\"name\": \"" + "x".repeat(300_000) + "\"}]");

        assertThat(get("/input/r?node=measure&path=3").body())
                .isEqualTo("{\"parts\":[{\"part\":\"name\",\"characters\":300002},{\"part\":\"all\"}]}");

        api.contents.put("https://bucket.example/list", "[0]");

        assertThat(get("/input/r?node=measure&path=3").body()).startsWith("{\"parts\":[{\"part\":\"name\"},");
    }

    @Test
    void modulesAreSentWithoutCommentsAndIndentationAndWithAllLines() throws IOException {
        String name = "/dev/anabranch/console/page/json-view.js";
        String sent =
                new String(new PageFiles().at("/json-view.js").orElseThrow().content(), StandardCharsets.UTF_8);

        try (InputStream source = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
            List<String> lines = new String(source.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("/\\*\\* @(type|param) .*?\\*/ ?", "")
                            .strip())
                    .toList();
            assertThat(sent.lines())
                    .hasSameSizeAs(lines)
                    .allSatisfy(line ->
                            assertThat(line.isEmpty() || lines.contains(line)).isTrue())
                    .anySatisfy(line -> assertThat(line).startsWith("export function"))
                    .noneSatisfy(line -> assertThat(line).contains("/**"));
        }
    }

    @Test
    void sendsAtMost80KilobytesForTheWholePage() {
        PageFiles files = new PageFiles();
        long bytes = 0;
        for (String path : files.paths()) {
            bytes += files.at(path).orElseThrow().gzip().length;
        }
        assertThat(bytes).isLessThan(80_000);
    }

    @Test
    void answersWithoutABodyIfTheBrowserHasTheFile() throws Exception {
        HttpResponse<String> first = get("/style.css");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> second = get("/style.css", "If-None-Match", tag);

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void forwardsRequestsOfTheRunApi() throws Exception {
        api.add("/runs?status=FAILED", 200, Map.of("content-type", "application/json"), "{\"items\":[]}");

        HttpResponse<String> answer = get("/api/runs?status=FAILED");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"items\":[]}");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(send("DELETE", "/api/runs/r1").statusCode()).isEqualTo(404);
        assertThat(api.calls).extracting(ApiCall::method).containsExactly("GET", "DELETE");
    }

    @Test
    void refusesRequestsThatThePageDoesNotNeed() throws Exception {
        assertThat(get("/api/openapi.json").statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/api/runs/r1").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/api/runs/r1/actions").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/api/runs/r1/files").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/layout/r1").statusCode()).isEqualTo(405);
        assertThat(api.calls).isEmpty();
    }

    @Test
    void refusesPagesOfOtherOriginsAndOtherHosts() throws Exception {
        assertThat(get("/api/runs", "Origin", "https://elsewhere.example").statusCode())
                .isEqualTo(403);
        assertThat(get("/api/runs", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(get("/runs", "Host", "elsewhere.example").statusCode()).isEqualTo(403);
        assertThat(send("POST", "/api/runs/r1/cancel", "Origin", "null").statusCode())
                .isEqualTo(403);
        assertThat(api.calls).isEmpty();
    }

    @Test
    void asksForTheTokenForDataAndNotForThePage() throws Exception {
        server.close();
        server = started(Optional.of("secret"));
        api.add("/runs", 200, Map.of(), "{}");

        assertThat(get("/runs").statusCode()).isEqualTo(200);
        assertThat(get("/api/runs").statusCode()).isEqualTo(401);
        assertThat(get("/layout/r1").statusCode()).isEqualTo(401);
        assertThat(get("/file/r1").statusCode()).isEqualTo(401);
        assertThat(get("/definition/w").statusCode()).isEqualTo(401);
        assertThat(get("/costs").statusCode()).isEqualTo(401);
        assertThat(get("/costs/r1").statusCode()).isEqualTo(401);
        assertThat(get("/unusable").statusCode()).isEqualTo(401);
        assertThat(get("/api/runs", "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(get("/api/runs", "Authorization", "Bearer secret").statusCode())
                .isEqualTo(200);
    }

    @Test
    void returnsTheContentToWhichTheRunApiRedirects() throws Exception {
        api.add("/runs/r1/output", 303, Map.of("location", "payload:/key"), "");

        HttpResponse<String> output = get("/api/runs/r1/output");

        assertThat(output.statusCode()).isEqualTo(200);
        assertThat(output.body()).isEqualTo("content of payload:/key");
    }

    @Test
    void showsPicturesAndStoresOtherFiles() throws Exception {
        api.add("/runs/r1/files?limit=1000", 200, Map.of(), """
                {"items": [{"node": "draw", "path": "", "name": "map.png", "link": "payload:/1"},
                           {"node": "draw", "path": "3", "name": "page.html", "link": "payload:/2"}]}
                """);

        HttpResponse<String> picture = get("/file/r1?node=draw&path=&name=map.png");
        HttpResponse<String> page = get("/file/r1?node=draw&path=3&name=page.html");

        assertThat(picture.body()).isEqualTo("content of payload:/1");
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(page.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(page.headers().firstValue("Content-Disposition")).contains("attachment");
        assertThat(get("/file/r1?node=draw&path=4&name=page.html").statusCode()).isEqualTo(404);
    }

    @Test
    void headRequestsHaveTheStatusAndNoBody() throws Exception {
        api.add("/runs/r1/files?limit=1000", 200, Map.of(), """
                {"items": [{"node": "draw", "path": "", "name": "map.png", "link": "payload:/1"}]}
                """);
        api.add("/runs?counts=true", 200, Map.of(), "{\"items\": []}");
        api.add("/runs/r1", 200, Map.of(), "{\"workflow\": \"known\"}");
        api.add("/runs/r1/counts", 200, Map.of(), "{}");
        api.add("/runs/r1/graph", 200, Map.of(), GRAPH);
        for (String path : List.of(
                "/",
                "/costs",
                "/costs/r1",
                "/file/r1?node=draw&path=&name=map.png",
                "/layout/r1",
                "/unusable",
                "/descriptions",
                "/api/runs/r1",
                "/api/runs?counts=true")) {
            HttpResponse<String> head = send("HEAD", path);

            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).as(path).isEmpty();
            assertThat(head.headers().firstValue("Content-Type"))
                    .as(path)
                    .isEqualTo(get(path).headers().firstValue("Content-Type"));
        }
        assertThat(send("HEAD", "/definition/elsewhere").statusCode()).isEqualTo(404);
        assertThat(failures).isEmpty();
    }

    @Test
    void layoutsLeaveOutNodesThatThePlanAdded() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), GRAPH);

        String layout = get("/layout/r1").body();

        assertThat(layout)
                .contains("\"id\":\"call:classify\"", "\"kind\":\"stack\"")
                .contains("\"details\":[\"each item\",\"mode set by its width\"]")
                .contains("\"from\":\"call:cut\",\"to\":\"call:classify\"")
                .contains("\"from\":\"call:classify\",\"to\":\"call:draw\",\"label\":\"all\"")
                .contains("\"from\":\"input\",\"to\":\"call:cut\"", "\"from\":\"call:draw\",\"to\":\"output\"")
                .doesNotContain("list of map");
        assertThat(get("/layout/r2").statusCode()).isEqualTo(404);
    }

    @Test
    void foldedNodesAreBoxesWithTheArrowsOfTheirNodes() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), """
                {"nodes": [
                   {"id": "cut", "kind": "call", "in": "", "fingerprint": "1", "input": []},
                   {"id": "scale", "kind": "call", "in": "", "fingerprint": "2", "input": []},
                   {"id": "tiles", "kind": "fan-out", "in": "", "fingerprint": "3", "input": []},
                   {"id": "read", "kind": "call", "in": "tiles", "fingerprint": "4", "input": []},
                   {"id": "draw", "kind": "call", "in": "tiles", "fingerprint": "5", "input": []},
                   {"id": "join", "kind": "call", "in": "", "fingerprint": "6", "input": []}],
                 "edges": [
                   {"from": "cut", "to": "tiles", "kind": "value"},
                   {"from": "scale", "to": "draw", "kind": "value"},
                   {"from": "read", "to": "draw", "kind": "value"},
                   {"from": "draw", "to": "join", "kind": "all"}],
                 "output": "7"}
                """);

        assertThat(get("/layout/r1?fold=frame:tiles%0Aunknown").body())
                .contains(
                        "\"from\":\"call:cut\",\"to\":\"frame:tiles\"",
                        "\"from\":\"call:scale\",\"to\":\"frame:tiles\"")
                .contains("\"from\":\"frame:tiles\",\"to\":\"call:join\"", "2 nodes", "\"frames\":[]")
                .doesNotContain("call:read", "call:draw", "call:tiles");
        assertThat(get("/layout/r1").body()).contains("call:read", "call:draw", "frame:tiles");
    }

    @Test
    void outputFollowsTheLastNodesOfAFanOutWhoseTallyIsNotDrawn() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), """
                {"nodes": [
                   {"id": "cut", "kind": "call", "in": "", "fingerprint": "1", "input": []},
                   {"id": "tiles", "kind": "fan-out", "in": "", "fingerprint": "2", "input": []},
                   {"id": "read", "kind": "call", "in": "tiles", "fingerprint": "3", "input": []},
                   {"id": "draw", "kind": "call", "in": "tiles", "fingerprint": "4", "input": []},
                   {"id": "tally of tiles", "kind": "call", "in": "", "fingerprint": "5", "input": [], "added": true}],
                 "edges": [
                   {"from": "cut", "to": "tiles", "kind": "value"},
                   {"from": "read", "to": "draw", "kind": "value"},
                   {"from": "draw", "to": "tally of tiles", "kind": "all"}],
                 "output": "6"}
                """);

        assertThat(get("/layout/r1").body())
                .contains("\"from\":\"call:draw\",\"to\":\"output\"")
                .doesNotContain(
                        "tally", "\"from\":\"input\",\"to\":\"output\"", "\"from\":\"call:tiles\",\"to\":\"output\"");
        assertThat(get("/layout/r1?fold=frame:tiles").body()).contains("\"from\":\"frame:tiles\",\"to\":\"output\"");
    }

    @Test
    void valuesFromOutsideAFanOutHaveArrows() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), """
                {"nodes": [
                   {"id": "cut", "kind": "call", "in": "", "fingerprint": "1", "input": [{"part": "", "from": "input", "node": ""}]},
                   {"id": "scale", "kind": "call", "in": "", "fingerprint": "2", "input": []},
                   {"id": "tiles", "kind": "fan-out", "in": "", "fingerprint": "3", "input": []},
                   {"id": "read", "kind": "call", "in": "tiles", "fingerprint": "4", "input": [
                     {"part": "", "from": "item", "node": "tiles"}, {"part": "", "from": "input", "node": ""}]},
                   {"id": "join", "kind": "call", "in": "", "fingerprint": "5", "input": [{"part": "", "from": "input", "node": ""}]}],
                 "edges": [
                   {"from": "cut", "to": "tiles", "kind": "value"},
                   {"from": "scale", "to": "read", "kind": "value"},
                   {"from": "read", "to": "join", "kind": "all"}],
                 "output": "6"}
                """);

        assertThat(get("/layout/r1").body())
                .contains("\"from\":\"input\",\"to\":\"call:read\"")
                .contains("\"from\":\"input\",\"to\":\"call:join\"", "\"from\":\"call:scale\",\"to\":\"call:read\"")
                .doesNotContain("call:tiles");
    }

    @Test
    void groupAroundANestedFanOutIsOneFrame() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), """
                {"nodes": [
                   {"id": "rows", "kind": "fan-out", "in": "", "fingerprint": "1", "input": [], "group": "reading"},
                   {"id": "cut", "kind": "call", "in": "rows", "fingerprint": "2", "input": [], "group": "reading"},
                   {"id": "check", "kind": "call", "in": "rows", "fingerprint": "3", "input": [], "group": "checks"}],
                 "edges": [{"from": "cut", "to": "check", "kind": "value"}],
                 "output": "4"}
                """);

        assertThat(get("/layout/r1").body())
                .containsOnlyOnce("\"label\":\"reading\"")
                .containsOnlyOnce("\"label\":\"checks\"")
                .contains("\"id\":\"call:cut\",\"in\":\"frame:rows\"");
    }

    @Test
    void groupsAreFramesThatFold() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), """
                {"nodes": [
                   {"id": "a", "kind": "call", "in": "", "fingerprint": "1", "input": [], "group": "prepare"},
                   {"id": "added", "kind": "call", "in": "", "fingerprint": "2", "input": [], "added": true},
                   {"id": "b", "kind": "call", "in": "", "fingerprint": "3", "input": [], "group": "prepare"},
                   {"id": "c", "kind": "call", "in": "", "fingerprint": "4", "input": []},
                   {"id": "d", "kind": "call", "in": "", "fingerprint": "5", "input": [], "group": "prepare"}],
                 "edges": [
                   {"from": "a", "to": "added", "kind": "value"},
                   {"from": "added", "to": "b", "kind": "value"},
                   {"from": "b", "to": "c", "kind": "value"},
                   {"from": "c", "to": "d", "kind": "value"}],
                 "output": "6"}
                """);

        String layout = get("/layout/r1").body();
        String folded = get("/layout/r1?fold=group:call:a").body();

        assertThat(layout)
                .contains("\"id\":\"call:a\",\"in\":\"group:call:a\"", "\"id\":\"call:b\",\"in\":\"group:call:a\"")
                .as("c is after the group and before d")
                .contains("\"id\":\"call:d\",\"in\":\"group:call:d\"", "\"id\":\"call:c\",\"in\":\"root\"");
        assertThat(folded)
                .contains("\"from\":\"input\",\"to\":\"group:call:a\"", "\"from\":\"group:call:a\",\"to\":\"call:c\"")
                .contains(
                        "\"lines\":[\"prepare\"],\"details\":[\"2 nodes\"]",
                        "\"id\":\"call:d\",\"in\":\"group:call:d\"")
                .doesNotContain("call:b");
    }

    @Test
    void layoutsLeaveOutTheResultsOfTheRoundBefore() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), """
                {"nodes": [
                   {"id": "loop", "kind": "repeat", "in": "", "fingerprint": "1", "input": []},
                   {"id": "first", "kind": "call", "in": "loop", "fingerprint": "2", "input": []},
                   {"id": "last", "kind": "call", "in": "loop", "fingerprint": "3", "input": []}],
                 "edges": [
                   {"from": "last", "to": "first", "kind": "previous"},
                   {"from": "last", "to": "last", "kind": "previous"},
                   {"from": "first", "to": "last", "kind": "value"}],
                 "output": "4"}
                """);

        assertThat(get("/layout/r1").body())
                .contains("\"from\":\"call:first\",\"to\":\"call:last\"")
                .doesNotContain("\"from\":\"call:last\",\"to\":\"call:");
    }

    @Test
    void resultOfAConditionalComesFromItsBranches() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), """
                {"nodes": [
                   {"id": "load", "kind": "call", "in": "", "fingerprint": "1", "input": []},
                   {"id": "records", "kind": "fan-out", "in": "", "fingerprint": "2", "input": []},
                   {"id": "when parallel", "kind": "when", "in": "records", "fingerprint": "3", "input": []},
                   {"id": "in parallel", "kind": "fan-out", "in": "when parallel", "fingerprint": "4", "input": []},
                   {"id": "unit", "kind": "call", "in": "in parallel", "fingerprint": "5", "input": []},
                   {"id": "read", "kind": "call", "in": "when parallel", "fingerprint": "6",
                    "input": [{"part": "", "from": "item", "node": "records"}]},
                   {"id": "write", "kind": "call", "in": "when parallel", "fingerprint": "7", "input": []},
                   {"id": "sum", "kind": "call", "in": "records", "fingerprint": "8", "input": []},
                   {"id": "last", "kind": "when", "in": "", "fingerprint": "9", "input": []},
                   {"id": "yes", "kind": "call", "in": "last", "fingerprint": "10", "input": []},
                   {"id": "no", "kind": "call", "in": "last", "fingerprint": "11", "input": []}],
                 "edges": [
                   {"from": "load", "to": "records", "kind": "value"},
                   {"from": "load", "to": "when parallel", "kind": "value"},
                   {"from": "read", "to": "write", "kind": "value"},
                   {"from": "when parallel", "to": "sum", "kind": "value"},
                   {"from": "sum", "to": "last", "kind": "all"}],
                 "output": "12"}
                """);

        assertThat(get("/layout/r1").body())
                .contains(
                        "\"from\":\"call:records\",\"to\":\"call:read\"",
                        "\"from\":\"call:when parallel\",\"to\":\"call:read\"",
                        "\"from\":\"call:when parallel\",\"to\":\"call:unit\"",
                        "\"from\":\"call:unit\",\"to\":\"call:sum\"",
                        "\"from\":\"call:write\",\"to\":\"call:sum\"",
                        "\"from\":\"call:yes\",\"to\":\"output\"",
                        "\"from\":\"call:no\",\"to\":\"output\"")
                .doesNotContain(
                        "\"from\":\"call:when parallel\",\"to\":\"call:write\"",
                        "\"from\":\"call:when parallel\",\"to\":\"call:sum\"",
                        "\"from\":\"call:read\",\"to\":\"call:sum\"",
                        "\"from\":\"call:last\",\"to\":\"output\"");
    }

    @Test
    void resultOfStepsComesFromTheStepsAndNotFromTheirCleanup() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), """
                {"nodes": [
                   {"id": "steps", "kind": "ensure", "in": "", "fingerprint": "1", "input": []},
                   {"id": "work", "kind": "call", "in": "steps", "fingerprint": "2", "input": []},
                   {"id": "clean", "kind": "call", "in": "steps", "fingerprint": "3", "input": []},
                   {"id": "use", "kind": "call", "in": "", "fingerprint": "4", "input": []}],
                 "edges": [
                   {"from": "steps", "to": "clean", "kind": "cleanup"},
                   {"from": "steps", "to": "use", "kind": "value"}],
                 "output": "5"}
                """);

        assertThat(get("/layout/r1").body())
                .contains("\"from\":\"call:work\",\"to\":\"call:use\"", "\"from\":\"call:steps\",\"to\":\"call:clean\"")
                .doesNotContain("\"from\":\"call:clean\",\"to\":\"call:use\"");
    }

    @Test
    void browserKeepsSettledItems() throws Exception {
        api.add("/runs/r1/items?node=a", 304, Map.of("etag", "\"17\""), "");
        api.add("/runs/r1/items?node=b", 200, Map.of(), "{}");

        HttpResponse<String> settled = get("/api/runs/r1/items?node=a", "If-None-Match", "\"17\"");

        assertThat(settled.statusCode()).isEqualTo(304);
        assertThat(settled.headers().firstValue("ETag")).contains("\"17\"");
        assertThat(settled.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(get("/api/runs/r1/items?node=b").headers().firstValue("Cache-Control"))
                .contains("no-store");
    }

    @Test
    void definitionsOfOtherClassPathsAreNotFound() throws Exception {
        assertThat(get("/definition/elsewhere").statusCode()).isEqualTo(404);
        // The browser logs no refused request on the page of a run of such a workflow.
        assertThat(get("/definition/elsewhere/explain?width=10").statusCode()).isEqualTo(204);
        assertThat(send("POST", "/definition/elsewhere").statusCode()).isEqualTo(405);
        assertThat(failures).isEmpty();
    }

    @Test
    void listsTheDescriptionsOfWorkflowsByName() throws Exception {
        server.close();
        server = started(new ConsoleWorkflows() {
            @Override
            public Optional<DefinedWorkflow> find(String name) {
                return Optional.empty();
            }

            @Override
            public Map<String, String> descriptions() {
                return Map.of("word-count", "Counts words.");
            }
        });

        assertThat(get("/descriptions").body()).isEqualTo("{\"word-count\":\"Counts words.\"}");
    }

    @Test
    void listsRunsWithTheirCosts() throws Exception {
        server.close();
        server = started(new ConsoleWorkflows() {
            @Override
            public Optional<DefinedWorkflow> find(String name) {
                return name.equals("known") ? Optional.of(new DefinedOnce()) : Optional.empty();
            }

            @Override
            public Optional<List<UnusableWorkflow>> unusable() {
                return Optional.of(List.of(new UnusableWorkflow("broken", "The setting `BUCKET` is missing.")));
            }
        });
        String counts =
                "{\"open\": true, \"nodes\": [{\"node\": \"a\", \"expected\": 4, \"succeeded\": 2, \"failed\": 1}]}";
        api.add("/runs?counts=true&text=a%20b", 200, Map.of(), """
                {"items": [{"id": "r1", "workflow": "known", "actions": %s},
                           {"id": "r2", "workflow": "unknown", "actions": %s},
                           {"id": "r3", "workflow": "known"}], "searched": 3}
                """.formatted(counts, counts));
        api.add("/runs/r1", 200, Map.of(), "{\"workflow\": \"known\"}");
        api.add("/runs/r1/counts", 200, Map.of(), counts);

        String list = get("/costs?text=a%20b").body();
        String one = get("/costs/r1").body();

        assertThat(list)
                .containsOnlyOnce("\"cost\":{\"soFar\":3.0,\"foreseen\":4.0}")
                .containsOnlyOnce("\"costUnknown\":\"The workflow is not on the class path of the console")
                .contains("\"searched\":3", "\"id\":\"r3\"");
        assertThat(one).contains("\"cost\":{\"soFar\":3.0,\"foreseen\":4.0}");
        assertThat(get("/costs/r9").statusCode()).isEqualTo(404);
        assertThat(get("/unusable").body())
                .isEqualTo(
                        "{\"items\":[{\"name\":\"broken\",\"reason\":\"The setting `BUCKET` is missing.\"}],\"known\":true}");
    }

    /** A workflow whose runs cost a dollar for each action. */
    private static final class DefinedOnce implements DefinedWorkflow {
        @Override
        public String description() {
            return "{}";
        }

        @Override
        public String layout(Set<String> folded) {
            return "{}";
        }

        @Override
        public String explanation(long width, Map<String, Long> own) {
            return "{}";
        }

        @Override
        public RunCost cost(RunTally tally) {
            return new RunCost(BigDecimal.valueOf(tally.counts().total()), BigDecimal.valueOf(tally.expected()));
        }
    }

    @Test
    void reportsADeploymentThatDoesNotAnswer() throws Exception {
        HttpResponse<String> answer = get("/api/runs/unreachable");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("The deployment does not answer.");
        assertThat(failures).isEmpty();
    }

    @Test
    void errorsOfTheConsoleGoToItsTerminal() throws Exception {
        api.add("/runs/r1/graph", 200, Map.of(), "{\"nodes\": [{\"id\": 3}]}");

        HttpResponse<String> answer = get("/layout/r1");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("Exception");
        assertThat(failures).containsExactly("GET /layout/r1");
    }
}
