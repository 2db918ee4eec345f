package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.api.Problem.Kind;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunFile;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The routes for the content of a run: its input, output, graph, counts, widths, modes and files. */
final class ContentRoutes {

    private static final int FILES = 100;
    private static final int MOST_FILES = 1_000;

    private final Runs runs;
    private final PayloadStore payloads;
    private final PayloadLinks links;

    ContentRoutes(Runs runs, PayloadStore payloads, PayloadLinks links) {
        this.runs = runs;
        this.payloads = payloads;
        this.links = links;
    }

    List<Route> all() {
        return List.of(
                new Route("GET", "/runs/{run}/input", Set.of(), this::input),
                new Route("GET", "/runs/{run}/output", Set.of(), this::output),
                new Route("GET", "/runs/{run}/graph", Set.of(), this::graph),
                new Route("GET", "/runs/{run}/counts", Set.of(), this::counts),
                new Route("GET", "/runs/{run}/widths", Set.of(), this::widths),
                new Route("GET", "/runs/{run}/modes", Set.of(), this::modes),
                new Route("GET", "/runs/{run}/files", Set.of("cursor", "limit"), this::files));
    }

    private ApiResponse input(Route.Call call) {
        return whole(call.variable(), "input", runs.input(call.variable()));
    }

    private ApiResponse output(Route.Call call) {
        String runId = call.variable();
        Optional<JsonNode> output = runs.output(runId);
        if (output.isEmpty()) {
            RunRecord run = runs.get(runId);
            throw ProblemException.of(
                    Kind.CONFLICT,
                    "The run `" + runId + "` has no output: it is " + run.status() + "."
                            + (run.status().ended() ? "" : " Wait until it has ended."));
        }
        return whole(runId, "output", output.get());
    }

    /**
     * Returns a document, or a redirect to it in the payload store if it is larger than {@link RunApi#LARGEST_ANSWER}.
     */
    private ApiResponse whole(String runId, String name, JsonNode json) {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= RunApi.LARGEST_ANSWER) {
            return ApiResponse.of(200, ApiResponse.JSON, bytes);
        }
        String key = PayloadKeys.run(runId) + "whole-" + name + ".json";
        payloads.put(key, ApiResponse.JSON, bytes);
        return ApiResponse.empty(303).with("Location", links.link(key).toString());
    }

    private ApiResponse graph(Route.Call call) {
        return ApiResponse.json(200, runs.graph(call.variable()).toJson());
    }

    private ApiResponse counts(Route.Call call) {
        return ApiResponse.json(200, RunViews.tally(runs.tally(call.variable())));
    }

    private ApiResponse widths(Route.Call call) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        runs.widths(call.variable())
                .forEach((node, width) -> items.addObject().put("node", node).put("actions", width));
        return ApiResponse.json(200, json);
    }

    private ApiResponse modes(Route.Call call) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        runs.modes(call.variable()).forEach((fanOut, modes) -> {
            ArrayNode codes = items.addObject().put("fanOut", fanOut).putArray("modes");
            modes.forEach(mode -> codes.add(mode.code()));
        });
        return ApiResponse.json(200, json);
    }

    private ApiResponse files(Route.Call call) {
        Optional<String> cursor = call.query().text("cursor");
        int limit = call.query().number("limit", 1, MOST_FILES, FILES);
        call.query().check();
        String runId = runs.get(call.variable()).id();
        String list = "files\n" + runId;
        String after = cursor.map(text -> Cursors.decode(list, text)).orElse("");
        List<RunFile> found;
        try (Stream<RunFile> files = runs.reader().files(runId)) {
            found = files.filter(file -> file.key().compareTo(after) > 0)
                    .limit(limit + 1L)
                    .toList();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        found.stream().limit(limit).forEach(file -> items.add(file(file, links)));
        if (found.size() > limit) {
            json.put("next", Cursors.encode(list, found.get(limit - 1).key()));
        }
        return ApiResponse.json(200, json);
    }

    /** Returns a file with a link to it. */
    static ObjectNode file(RunFile file, PayloadLinks links) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("node", file.node())
                .put("path", file.path())
                .put("name", file.name())
                .put("bytes", file.size())
                .put("link", links.link(file.key()).toString());
    }
}
