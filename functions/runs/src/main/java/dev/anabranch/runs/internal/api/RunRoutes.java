package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunSearch;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The routes that start, list, read, cancel, rerun and delete runs. */
final class RunRoutes {

    private static final int RUNS = 20;
    private static final String INPUT = "input";
    private static final String NO_CACHE = "noCache";

    private final Runs runs;
    private final List<ServedWorkflow> workflows;
    private final LongPoll waiting;

    RunRoutes(Runs runs, List<ServedWorkflow> workflows, LongPoll waiting) {
        this.runs = runs;
        this.workflows = workflows;
        this.waiting = waiting;
    }

    List<Route> all() {
        return List.of(
                new Route("POST", "/workflows/{workflow}/runs", Set.of(), this::start),
                new Route(
                        "GET",
                        "/runs",
                        Set.of("workflow", "status", "from", "to", "text", "counts", "cursor", "limit"),
                        this::list),
                new Route("GET", "/runs/{run}", Set.of("wait"), this::get),
                new Route("GET", "/runs/{run}/children", Set.of("cursor", "limit"), this::children),
                new Route("DELETE", "/runs/{run}", Set.of(), this::delete),
                new Route("POST", "/runs/{run}/cancel", Set.of(), this::cancel),
                new Route("POST", "/runs/{run}/rerun", Set.of(), this::rerun),
                new Route("POST", "/runs/{run}/rerun/preview", Set.of(), this::preview));
    }

    private ApiResponse start(Route.Call call) {
        ServedWorkflow workflow = WorkflowRoutes.find(workflows, call.variable());
        BodyFields fields = BodyFields.of(call.request(), List.of(INPUT, BodyFields.ID, NO_CACHE));
        Optional<JsonNode> input = fields.value(INPUT);
        if (input.isEmpty()) {
            fields.addError(INPUT, "is missing", "the input of the run", "Set the input of the run.");
        } else {
            fields.addError(workflow.input().errors(input.get(), "/" + INPUT));
        }
        Optional<String> key = call.request().header("idempotency-key");
        RunRequest request = new RunRequest(
                workflow.name(),
                input.orElse(JsonNodeFactory.instance.nullNode()),
                fields.id(key),
                key,
                fields.flag(NO_CACHE));
        fields.check();
        return accepted(call.request(), runs.start(request));
    }

    private static ApiResponse accepted(ApiRequest request, RunRecord run) {
        return ApiResponse.json(202, RunViews.run(request, run)).with("Location", RunViews.url(request, run.id()));
    }

    private ApiResponse list(Route.Call call) {
        QueryParameters query = call.query();
        Optional<String> workflow = query.text("workflow");
        Optional<RunStatus> status = query.choice("status", RunStatus.class);
        Optional<Instant> from = query.time("from");
        Optional<Instant> to = query.time("to");
        Optional<String> text = query.text("text");
        boolean counts = query.flag("counts");
        Optional<String> cursor = query.text("cursor");
        int limit = query.number("limit", 1, RunQuery.MOST, RUNS);
        query.check();
        // Each part is quoted, so that no two lists have the same text.
        String list = "runs\n"
                + Stream.of(workflow, status, from, to, text)
                        .map(part -> JsonNodeFactory.instance
                                .textNode(part.map(Object::toString).orElse(""))
                                .toString())
                        .collect(Collectors.joining("\n"));
        RunPage<RunRecord> page = runs.search(new RunSearch(
                new RunQuery(
                        workflow,
                        cursor.map(encoded -> Cursors.decode(list, encoded)),
                        limit,
                        from.orElse(Instant.EPOCH),
                        to.orElse(RunQuery.NEVER)),
                status,
                text));
        Map<String, RunTally> tallies = counts ? runs.tallies(page.items()) : Map.of();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        for (RunRecord run : page.items()) {
            ObjectNode item = RunViews.run(call.request(), run);
            Optional.ofNullable(tallies.get(run.id())).ifPresent(tally -> item.set("actions", RunViews.tally(tally)));
            items.add(item);
        }
        page.next().ifPresent(next -> json.put("next", Cursors.encode(list, next)));
        return ApiResponse.json(200, json.put("searched", page.searched()));
    }

    private ApiResponse children(Route.Call call) {
        QueryParameters query = call.query();
        Optional<String> cursor = query.text("cursor");
        int limit = query.number("limit", 1, RunQuery.MOST, RUNS);
        query.check();
        String list = "children\n" + call.variable();
        RunPage<RunRecord> page = runs.children(call.variable(), cursor.map(text -> Cursors.decode(list, text)), limit);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        page.items().forEach(run -> items.add(RunViews.run(call.request(), run)));
        page.next().ifPresent(next -> json.put("next", Cursors.encode(list, next)));
        return ApiResponse.json(200, json);
    }

    private ApiResponse get(Route.Call call) {
        int seconds = call.query().number("wait", 0, (int) RunApi.LONGEST_WAIT.toSeconds(), 0);
        call.query().check();
        RunRecord run =
                waiting.until(Duration.ofSeconds(seconds), () -> runs.get(call.variable()), found -> found.status()
                        .ended());
        return ApiResponse.json(200, RunViews.run(call.request(), run));
    }

    private ApiResponse delete(Route.Call call) {
        runs.delete(call.variable());
        return ApiResponse.empty(204);
    }

    private ApiResponse cancel(Route.Call call) {
        BodyFields.of(call.request(), List.of()).check();
        return ApiResponse.json(200, RunViews.run(call.request(), runs.cancel(call.variable())));
    }

    private ApiResponse rerun(Route.Call call) {
        return accepted(
                call.request(), runs.rerun(rerunRequest(call, call.request().header("idempotency-key"))));
    }

    private ApiResponse preview(Route.Call call) {
        return ApiResponse.json(
                200, runs.preview(rerunRequest(call, Optional.empty())).toJson());
    }

    private static RerunRequest rerunRequest(Route.Call call, Optional<String> key) {
        BodyFields fields = BodyFields.of(
                call.request(), List.of("from", "items", "labels", "node", "onlyFailed", BodyFields.ID, NO_CACHE));
        RerunSelection selection = selection(fields);
        RerunRequest request = new RerunRequest(call.variable(), selection, fields.id(key), key, fields.flag(NO_CACHE));
        fields.check();
        return request;
    }

    private static RerunSelection selection(BodyFields fields) {
        Optional<String> from = fields.text("from");
        Optional<String> items = fields.text("items");
        Optional<String> node = fields.text("node");
        List<String> labels = fields.texts("labels");
        boolean onlyFailed = fields.flag("onlyFailed");
        if ((from.isPresent() ? 1 : 0) + (items.isPresent() ? 1 : 0) + (labels.isEmpty() ? 0 : 1) + (onlyFailed ? 1 : 0)
                > 1) {
            fields.addError(
                    from.isPresent() ? "from" : items.isPresent() ? "items" : "labels",
                    "is present together with another selection",
                    "only one of `from`, `items`, `labels` and `onlyFailed`",
                    "Keep one of them.");
        }
        if (node.isPresent() && items.isEmpty() && labels.isEmpty()) {
            fields.addError(
                    "node",
                    "is present without `items` or `labels`",
                    "used with `items` or `labels`",
                    "Add `items` or `labels` to select items of the node.");
        }
        if (!labels.isEmpty()) {
            return new RerunSelection.Labels(node, labels);
        }
        if (items.isPresent()) {
            return items(fields, node, items.get());
        }
        return from.<RerunSelection>map(RerunSelection.From::new)
                .orElseGet(() -> onlyFailed ? new RerunSelection.OnlyFailed() : new RerunSelection.Unfinished());
    }

    private static RerunSelection items(BodyFields fields, Optional<String> node, String items) {
        try {
            return new RerunSelection.Items(node, IndexRange.parse(items));
        } catch (IllegalArgumentException e) {
            fields.addError(
                    "items",
                    "is `" + QueryParameters.cut(items) + "`",
                    IndexRange.EXPECTED,
                    "Select the items by their indexes.");
            return new RerunSelection.Unfinished();
        }
    }
}
