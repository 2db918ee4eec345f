package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.RunTelemetry;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.api.Problem.Kind;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunFile;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The routes for what the actions of a run have reported: progress, metrics and reports. */
final class TelemetryRoutes {

    /** The maximum number of files of an action that are listed with its report. */
    private static final int MOST_FILES = 100;

    private final Runs runs;
    private final PayloadStore payloads;
    private final PayloadLinks links;

    TelemetryRoutes(Runs runs, PayloadStore payloads, PayloadLinks links) {
        this.runs = runs;
        this.payloads = payloads;
        this.links = links;
    }

    List<Route> all() {
        return List.of(
                new Route("GET", "/runs/{run}/telemetry", Set.of("node"), this::telemetry),
                new Route("GET", "/runs/{run}/report", Set.of("node", "path"), this::report));
    }

    private ApiResponse telemetry(Route.Call call) {
        Optional<String> node = call.query().text("node");
        call.query().check();
        RunTelemetry telemetry = runs.telemetry(call.variable(), node);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        telemetry
                .nodes()
                .forEach((name, sum) -> items.addObject().put("node", name).setAll(RunViews.telemetry(sum)));
        return ApiResponse.json(200, json.put("partial", telemetry.partial()));
    }

    private ApiResponse report(Route.Call call) {
        QueryParameters query = call.query();
        Optional<String> node = query.text("node");
        List<Long> path = query.indexes("path");
        query.check();
        if (node.isEmpty()) {
            throw ActionRoutes.withoutNode();
        }
        StoredResult report = runs.action(call.variable(), node.get(), path)
                .map(record -> record.telemetry().report())
                .orElseThrow(() -> ProblemException.of(
                        Kind.NOT_FOUND,
                        "The action `" + node.get() + (path.isEmpty() ? "" : "[" + RunWalk.joined(path) + "]")
                                + "` of the run `" + call.variable() + "` has no report."));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        try (InputStream in = payloads.open(report)) {
            json.put("markdown", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("A report could not be read.", e);
        }
        ArrayNode files = json.putArray("files");
        try (Stream<RunFile> found = runs.reader().files(call.variable(), node.get(), path)) {
            found.limit(MOST_FILES).forEach(file -> files.add(ContentRoutes.file(file, links)));
        }
        return ApiResponse.json(200, json);
    }
}
