package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.LogPage;
import dev.anabranch.runs.internal.record.LogQuery;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The route for the logs of a run. On AWS the logs are in CloudWatch Logs; the response then names the log groups, and
 * the filter pattern that selects the lines of the run.
 */
final class LogRoutes {

    private static final int LINES = 100;
    private static final int MOST = 1_000;

    /** The number of actions of a node of which one must know its log group: those from the cache have none. */
    private static final int SAMPLE = 100;

    private final Runs runs;
    private final LongPoll waiting;

    LogRoutes(Runs runs, LongPoll waiting) {
        this.runs = runs;
        this.waiting = waiting;
    }

    List<Route> all() {
        return List.of(new Route(
                "GET",
                "/runs/{run}/logs",
                Set.of("node", "items", "label", "level", "follow", "wait", "cursor", "limit"),
                this::logs));
    }

    private ApiResponse logs(Route.Call call) {
        QueryParameters query = call.query();
        Optional<String> node = query.text("node");
        List<IndexRange> ranges = query.ranges("items");
        Optional<String> label = query.text("label");
        System.Logger.Level level =
                query.choice("level", System.Logger.Level.class).orElse(System.Logger.Level.ALL);
        boolean follow = query.flag("follow");
        Duration wait = Duration.ofSeconds(query.number("wait", 0, (int) RunApi.LONGEST_WAIT.toSeconds(), 0));
        Optional<String> cursor = query.text("cursor");
        int limit = query.number("limit", 1, MOST, LINES);
        query.check();
        if (!follow && !wait.isZero()) {
            throw ProblemException.of(
                    Kind.BAD_REQUEST,
                    FieldError.query(
                            "wait",
                            "is present without `follow=true`",
                            "used with `follow=true`",
                            "Add `follow=true`."));
        }
        String list = String.join(
                "\n", "logs", call.variable(), node.orElse(""), level.name(), ranges.toString(), label.orElse(""));
        long from = cursor.map(text -> position(Cursors.decode(list, text))).orElse(0L);
        LogQuery wanted =
                new LogQuery(node, ranges.isEmpty() ? null : IndexRange.paths(ranges), level, from, limit, label);
        Optional<Found> found = waiting.until(
                wait,
                () -> read(call.variable(), wanted),
                page -> page.isEmpty() || page.get().isAnswer());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        if (found.isEmpty()) {
            cloudWatch(json.putArray("cloudWatch"), call.variable(), node, ranges, label);
            return ApiResponse.json(200, json);
        }
        LogPage page = found.get().page();
        page.lines().forEach(line -> items.add(line.toJson()));
        if (!page.last() || (follow && !found.get().ended())) {
            json.put("next", Cursors.encode(list, Long.toString(page.end())));
        }
        return ApiResponse.json(200, json);
    }

    private static long position(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new RunRefused(RunRefused.Reason.INVALID_REQUEST, "The cursor is not one of an earlier page.", e);
        }
    }

    /** @param ended whether the run had ended before the page was read, so that its log was complete */
    private record Found(LogPage page, boolean ended) {
        boolean isAnswer() {
            return ended || !page.last() || !page.lines().isEmpty();
        }
    }

    private Optional<Found> read(String runId, LogQuery query) {
        boolean ended = runs.get(runId).status().ended();
        return runs.logs(runId, query).map(page -> new Found(page, ended));
    }

    // ------------------------------------------------------------------------------------------- CloudWatch Logs

    private void cloudWatch(
            ArrayNode groups, String runId, Optional<String> node, List<IndexRange> ranges, Optional<String> label) {
        String since = runs.get(runId).started().toString();
        for (RunGraph.Vertex vertex : runs.graph(runId).nodes()) {
            if (vertex.kind().hasActions() && node.map(vertex.id()::equals).orElse(true)) {
                group(runId, vertex.id()).ifPresent(group -> groups.addObject()
                        .put("node", vertex.id())
                        .put("group", group)
                        .put("filter", filter(runId, vertex.id(), ranges, label))
                        .put("since", since));
            }
        }
    }

    /** Returns the log group of a node's function, which the records of its actions have. */
    private Optional<String> group(String runId, String node) {
        return runs.actions(runId, ActionQuery.all(SAMPLE).of(node)).items().stream()
                .map(action -> action.record().log())
                .filter(Objects::nonNull)
                .map(log -> log.split(":", 2)[0])
                .findFirst();
    }

    /**
     * Returns the filter pattern for the lines of a node's actions, which are JSON
     * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html). The index of an item is
     * text there, so a range of items cannot be selected.
     */
    private static String filter(String runId, String node, List<IndexRange> ranges, Optional<String> label) {
        String filter = "{ $.run = " + quoted(runId) + " && $.node = " + quoted(node);
        boolean single =
                ranges.size() == 1 && ranges.get(0).first() == ranges.get(0).last();
        if (single) {
            String path = ranges.get(0).toString();
            filter += " && ($.path = " + quoted(path) + " || $.path = " + quoted(path + ".*") + ")";
        }
        if (label.isPresent()) {
            String text = ItemLabels.cut(label.get());
            filter += " && ($.label = " + quoted(text) + " || $.label = " + quoted(text + " / *") + " || $.label = "
                    + quoted("* / " + text) + ")";
        }
        return filter + " }";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
