package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.ItemRows;
import dev.anabranch.runs.internal.action.ItemStates;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes for the actions of a run and their results. */
final class ActionRoutes {

    private static final int ACTIONS = 100;

    /** The width of the widest list that a Distributed Map reads is below it. */
    private static final int MOST_ITEMS = 100_000_000;

    private final Runs runs;
    private final PayloadStore payloads;
    private final PayloadLinks links;
    private final LongPoll waiting;

    ActionRoutes(Runs runs, PayloadStore payloads, PayloadLinks links, LongPoll waiting) {
        this.runs = runs;
        this.payloads = payloads;
        this.links = links;
        this.waiting = waiting;
    }

    List<Route> all() {
        return List.of(
                new Route(
                        "GET",
                        "/runs/{run}/actions",
                        Set.of("node", "prefix", "status", "items", "label", "cursor", "limit"),
                        this::actions),
                new Route("GET", "/runs/{run}/items", Set.of("node", "in", "from"), this::items),
                new Route("GET", "/runs/{run}/rows", Set.of("node", "from", "limit"), this::rows),
                new Route(
                        "GET",
                        "/runs/{run}/results",
                        Set.of("node", "items", "label", "follow", "wait", "values", "cursor", "limit"),
                        this::results));
    }

    private ApiResponse actions(Route.Call call) {
        QueryParameters query = call.query();
        Optional<String> node = query.text("node");
        Optional<String> prefix = query.text("prefix");
        Optional<ActionStatus> status = query.choice("status", ActionStatus.class);
        List<IndexRange> ranges = query.ranges("items");
        Optional<String> label = query.text("label");
        Optional<String> cursor = query.text("cursor");
        int limit = query.number("limit", 1, ActionQuery.MOST, ACTIONS);
        query.check();
        String list = String.join(
                "\n",
                "actions",
                call.variable(),
                node.orElse(""),
                prefix.orElse(""),
                status.map(Enum::name).orElse(""),
                ranges.toString(),
                label.orElse(""));
        Optional<String> at = cursor.map(text -> Cursors.decode(list, text));
        RunPage<RunAction> page = runs.actions(
                call.variable(), new ActionQuery(node, prefix.orElse(""), status, ranges, at, limit, label));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        page.items().forEach(action -> items.add(RunViews.action(action)));
        page.next().ifPresent(next -> json.put("next", Cursors.encode(list, next)));
        return ApiResponse.json(200, json);
    }

    private ApiResponse items(Route.Call call) {
        QueryParameters query = call.query();
        Optional<String> node = query.text("node");
        List<Long> parents = query.indexes("in");
        long from = query.number("from", 0, MOST_ITEMS, 0);
        query.check();
        if (node.isEmpty()) {
            throw withoutNode();
        }
        return SettledAnswer.of(call, runs, () -> items(call.variable(), node.get(), parents, from));
    }

    private SettledAnswer items(String run, String node, List<Long> parents, long from) {
        ItemStates states = runs.itemStates(run, node, parents, from);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("width", states.width())
                .put("from", states.from())
                .put("to", states.to())
                .put("states", states.states())
                .put("durations", states.durations())
                .put("settled", states.settled());
        json.set("took", RunViews.durations(states.took()));
        json.set("timeline", RunViews.timeline(states.timeline()));
        json.set("telemetry", RunViews.telemetry(states.telemetry()));
        ArrayNode errors = json.putArray("errors");
        for (ItemStates.ErrorCluster cluster : states.errors()) {
            ObjectNode error = errors.addObject()
                    .put("name", cluster.name())
                    .put("shape", cluster.shape())
                    .put("count", cluster.count())
                    .put("first", cluster.first())
                    .put("last", cluster.last());
            cluster.examples().forEach(error.withArray("examples")::add);
        }
        return new SettledAnswer(json, states.settled(), !states.errors().isEmpty());
    }

    private ApiResponse rows(Route.Call call) {
        QueryParameters query = call.query();
        Optional<String> node = query.text("node");
        List<Long> from = query.indexes("from");
        int limit = query.number("limit", 1, ItemRows.MOST, ItemRows.MOST);
        query.check();
        if (node.isEmpty()) {
            throw withoutNode();
        }
        return SettledAnswer.of(call, runs, () -> rows(runs.itemRows(call.variable(), node.get(), from, limit)));
    }

    private static SettledAnswer rows(ItemRows read) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        read.count().ifPresent(count -> json.put("rows", count));
        ArrayNode items = json.putArray("items");
        for (ItemRows.Row row : read.rows()) {
            ObjectNode item = items.addObject().put("path", RunWalk.joined(row.path()));
            if (!row.label().isEmpty()) {
                item.put("label", row.label());
            }
            row.width().ifPresent(width -> item.put("width", width));
            item.put("from", row.from())
                    .put("to", row.to())
                    .put("states", row.states())
                    .put("durations", row.durations())
                    .put("settled", row.settled());
        }
        read.next().ifPresent(next -> json.put("next", RunWalk.joined(next)));
        boolean failures = read.rows().stream().anyMatch(row -> row.states().contains("F"));
        return new SettledAnswer(json, read.settled(), failures);
    }

    static ProblemException withoutNode() {
        return ProblemException.of(
                Kind.BAD_REQUEST,
                FieldError.query("node", "is missing", "the name of a node", "Choose a node of `/runs/{run}/graph`."));
    }

    private ApiResponse results(Route.Call call) {
        QueryParameters query = call.query();
        Optional<String> node = query.text("node");
        List<IndexRange> ranges = query.ranges("items");
        Optional<String> label = query.text("label");
        boolean follow = query.flag("follow");
        boolean values = query.flag("values", true);
        Duration wait = Duration.ofSeconds(query.number("wait", 0, (int) RunApi.LONGEST_WAIT.toSeconds(), 0));
        Optional<String> cursor = query.text("cursor");
        int limit = query.number("limit", 1, ResultValues.MOST, ACTIONS);
        query.check();
        if (node.isEmpty()) {
            throw withoutNode();
        }
        if (!follow && !wait.isZero()) {
            throw ProblemException.of(
                    Kind.BAD_REQUEST,
                    FieldError.query(
                            "wait",
                            "is present without `follow=true`",
                            "used with `follow=true`",
                            "Add `follow=true`."));
        }
        if (follow && (!ranges.isEmpty() || label.isPresent())) {
            String name = ranges.isEmpty() ? "label" : "items";
            throw ProblemException.of(
                    Kind.BAD_REQUEST,
                    FieldError.query(
                            name,
                            "is present together with `follow=true`",
                            "absent",
                            "Remove `" + name + "` or `follow`."));
        }
        String list = String.join(
                "\n",
                "results",
                call.variable(),
                node.get(),
                Boolean.toString(follow),
                ranges.toString(),
                label.orElse(""));
        Optional<String> at = cursor.map(text -> Cursors.decode(list, text));
        RunPage<RunAction> page = follow
                ? followed(call.variable(), node.get(), at, limit, wait)
                : runs.actions(call.variable(), new ActionQuery(node, "", Optional.empty(), ranges, at, limit, label));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        if (values) {
            ResultValues.addTo(items, page.items(), payloads, links);
        } else {
            page.items().forEach(action -> items.add(ResultValues.head(action)));
        }
        page.next().ifPresent(next -> json.put("next", Cursors.encode(list, next)));
        return ApiResponse.json(200, json);
    }

    private RunPage<RunAction> followed(String runId, String node, Optional<String> from, int limit, Duration wait) {
        FollowedNode followed = new FollowedNode(runs, runId, node, limit, from);
        return waiting.until(
                wait,
                followed::page,
                page -> !page.items().isEmpty() || page.next().isEmpty());
    }

    /** Reads the completed actions of a node page by page and remembers the position. */
    private static final class FollowedNode {
        private final Runs runs;
        private final String runId;
        private final String node;
        private final int limit;
        private Optional<String> at;

        FollowedNode(Runs runs, String runId, String node, int limit, Optional<String> from) {
            this.runs = runs;
            this.runId = runId;
            this.node = node;
            this.limit = limit;
            this.at = from;
        }

        RunPage<RunAction> page() {
            RunPage<RunAction> page = runs.completed(runId, node, at, limit);
            at = page.next();
            return page;
        }
    }
}
