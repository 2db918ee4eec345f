package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.NodeSummary;
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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The routes for what the actions of a run have reported, such as metrics, and for what those of a node have in common. */
final class TelemetryRoutes {

    /** The maximum number of files of an action that are listed with its report. */
    private static final int MOST_FILES = 100;

    /** The maximum number of files of an action among which those that its report names are found. */
    private static final int MOST_READ = 10_000;

    /** The address of a link or an image, in angle brackets or without. */
    private static final Pattern ADDRESS =
            Pattern.compile("\\]\\([ \\t]*(?:<([^<>\n]*)>|([^\\s()]*(?:\\([^\\s()]*\\)[^\\s()]*)*+))");

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
                new Route("GET", "/runs/{run}/summary", Set.of("node"), this::summary),
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

    private ApiResponse summary(Route.Call call) {
        Optional<String> node = call.query().text("node");
        call.query().check();
        if (node.isEmpty()) {
            throw ActionRoutes.withoutNode();
        }
        return SettledAnswer.of(call, runs, () -> {
            NodeSummary summary = runs.summary(call.variable(), node.get());
            return new SettledAnswer(
                    RunViews.summary(summary),
                    summary.isSettled(),
                    !summary.errors().isEmpty());
        });
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
        String markdown;
        try (InputStream in = payloads.open(report)) {
            markdown = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("A report could not be read.", e);
        }
        json.put("markdown", markdown);
        ArrayNode listed = json.putArray("files");
        Set<String> names = addresses(markdown);
        List<RunFile> named = new ArrayList<>();
        List<RunFile> others = new ArrayList<>();
        long read = 0;
        try (Stream<RunFile> files = runs.reader().files(call.variable(), node.get(), path)) {
            Iterator<RunFile> remaining = files.limit(MOST_READ + 1L).iterator();
            while (remaining.hasNext()) {
                RunFile file = remaining.next();
                read++;
                List<RunFile> kind = names.contains(file.name()) ? named : others;
                if (kind.size() < MOST_FILES) {
                    kind.add(file);
                }
            }
        }
        Stream.concat(named.stream(), others.stream())
                .limit(MOST_FILES)
                .forEach(file -> listed.add(ContentRoutes.file(file, links)));
        json.put("partial", read > listed.size());
        return ApiResponse.json(200, json);
    }

    /** Returns the addresses that a report uses, as they are and without percent-encoding. */
    private static Set<String> addresses(String markdown) {
        Set<String> found = new HashSet<>();
        Matcher address = ADDRESS.matcher(markdown);
        while (address.find()) {
            String name = address.group(1) == null ? address.group(2) : address.group(1);
            found.add(name);
            try {
                // A plus sign is no space in the address of a file.
                found.add(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                // The name has a percent sign that encodes nothing.
            }
        }
        return found;
    }
}
