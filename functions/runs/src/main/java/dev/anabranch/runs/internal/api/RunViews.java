package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.DurationHistogram;
import dev.anabranch.runs.internal.action.NodeSummary;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.action.TelemetrySum;
import dev.anabranch.runs.internal.action.Timeline;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.EarlierAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON of runs, actions and counts for clients. Absent values have no field. */
final class RunViews {

    private RunViews() {}

    /** Returns the path of a run. */
    static String url(ApiRequest request, String runId) {
        return request.base() + "/runs/" + PercentText.encode(runId);
    }

    static ObjectNode run(ApiRequest request, RunRecord run) {
        ObjectNode json = object().put("id", run.id())
                .put("workflow", run.workflow())
                .put("status", run.status().name());
        time(json, "started", run.started());
        time(json, "ended", run.ended());
        run.failure().ifPresent(error -> {
            ObjectNode said = json.putObject("error").put("name", error.name()).put("message", error.message());
            if (!error.node().isEmpty()) {
                said.put("node", error.node()).put("path", error.action());
                label(said, error.label());
            }
        });
        run.rerunOf().ifPresent(source -> json.put("rerunOf", source));
        run.startedBy().ifPresent(parent -> json.putObject("parent")
                .put("run", parent.run())
                .put("node", parent.node())
                .put("path", parent.action()));
        return json.put("url", url(request, run.id()));
    }

    static ObjectNode action(RunAction action) {
        ActionRecord record = action.record();
        ObjectNode json = head(action)
                .put("attempts", attempts(action))
                .put("spent", action.spent())
                .put("tolerated", action.tolerated());
        if (!action.input().isEmpty()) {
            ArrayNode input = json.putArray("input");
            action.input().forEach(place -> input.add(place.toJson()));
        }
        time(json, "began", record.began());
        time(json, "finished", record.finished());
        time(json, "until", record.until());
        error(json, record);
        record.stored().ifPresent(result -> json.put("resultBytes", size(result)));
        Optional.ofNullable(record.log()).ifPresent(log -> json.put("log", log));
        action.startedRun().ifPresent(run -> json.put("run", run));
        telemetry(json, record.telemetry());
        if (!record.earlier().isEmpty()) {
            ArrayNode earlier = json.putArray("earlierAttempts");
            record.earlier().forEach(attempt -> earlier.add(attempt(attempt)));
        }
        return json;
    }

    private static ObjectNode attempt(EarlierAttempt attempt) {
        ObjectNode json = object().put("attempt", attempt.number());
        time(json, "began", attempt.began());
        time(json, "finished", attempt.finished());
        if (attempt.error() != null) {
            json.putObject("error").put("name", attempt.error()).put("message", attempt.message());
        }
        return json;
    }

    private static void telemetry(ObjectNode json, Telemetry telemetry) {
        Progress progress = telemetry.progress();
        if (progress != null) {
            json.putObject("progress").put("done", progress.done()).put("total", progress.total());
        }
        if (!telemetry.metrics().isEmpty()) {
            json.set("metrics", metrics(telemetry.metrics()));
        }
        StoredResult report = telemetry.report();
        if (report != null) {
            json.put("reportBytes", size(report));
        }
    }

    private static ObjectNode metrics(Map<String, Metric> metrics) {
        ObjectNode json = object();
        metrics.forEach((name, metric) -> json.putObject(name)
                .put("count", metric.count())
                .put("sum", metric.sum())
                .put("min", metric.min())
                .put("max", metric.max())
                .put("mean", metric.mean()));
        return json;
    }

    /** Returns what several actions have reported. */
    static ObjectNode telemetry(TelemetrySum sum) {
        ObjectNode json = object();
        json.set("metrics", metrics(sum.metrics()));
        json.put("moreMetrics", sum.hasMoreMetrics()).put("reports", sum.reports());
        json.putObject("progress")
                .put("actions", sum.reporting())
                .put("done", sum.done())
                .put("total", sum.total());
        return json;
    }

    /** Returns the number of attempts. The start of a run is recorded like an attempt, before its result is read. */
    private static int attempts(RunAction action) {
        int attempts = action.record().attempts();
        return action.startedRun().isPresent() ? Math.max(1, attempts - 1) : attempts;
    }

    /** Returns the fields that identify an action, and its status. */
    static ObjectNode head(RunAction action) {
        return head(action, action.record());
    }

    /** As {@link #head(RunAction)}, with the status of a record. */
    static ObjectNode head(RunAction action, ActionRecord record) {
        ObjectNode json = object().put("node", action.node()).put("path", action.path());
        label(json, record.labels().name());
        return json.put("status", record.status().name());
    }

    private static void label(ObjectNode json, String label) {
        if (!label.isEmpty()) {
            json.put("label", label);
        }
    }

    static void error(ObjectNode json, ActionRecord record) {
        if (record.error() != null) {
            json.putObject("error").put("name", record.errorName()).put("message", record.errorMessage());
        }
    }

    private static ObjectNode counts(ActionCounts counts) {
        return object().put("total", counts.total())
                .put("running", counts.running())
                .put("succeeded", counts.succeeded())
                .put("failed", counts.failed())
                .put("cached", counts.cached())
                .put("aborted", counts.aborted())
                .put("partial", counts.partial());
    }

    /** Returns counts with those of each node. */
    static ObjectNode tally(RunTally tally) {
        ObjectNode json = counts(tally.counts())
                .put("failedSteps", tally.failedSteps())
                .put("expected", tally.expected())
                .put("open", tally.open())
                .put("waiting", tally.waiting());
        ArrayNode nodes = json.putArray("nodes");
        tally.nodes().forEach(node -> nodes.addObject()
                .put("node", node.node())
                .put("added", node.added())
                .put("expected", node.expected())
                .put("running", node.running())
                .put("succeeded", node.succeeded())
                .put("failed", node.failed())
                .put("cached", node.cached())
                .put("aborted", node.aborted())
                .put("millis", node.millis()));
        return json;
    }

    static ObjectNode summary(NodeSummary summary) {
        ObjectNode json = object().put("partial", summary.isPartial());
        json.set("timeline", timeline(summary.timeline()));
        json.set("telemetry", telemetry(summary.telemetry()));
        json.set("durations", durations(summary.durations()));
        ArrayNode errors = json.putArray("errors");
        for (NodeSummary.PathCluster cluster : summary.errors()) {
            ObjectNode error = errors.addObject()
                    .put("name", cluster.name())
                    .put("shape", cluster.shape())
                    .put("count", cluster.count())
                    .put("last", RunWalk.joined(cluster.last()));
            ArrayNode examples = error.putArray("examples");
            cluster.examples().forEach(path -> examples.add(RunWalk.joined(path)));
        }
        return json.put("otherErrors", summary.otherErrors());
    }

    static ArrayNode durations(DurationHistogram histogram) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        histogram.counts().forEach((atMost, count) -> json.addObject()
                .put("atMost", atMost)
                .put("count", count));
        return json;
    }

    static ObjectNode timeline(Timeline timeline) {
        ObjectNode json = object().put("from", timeline.from().toString())
                .put("bucketMillis", timeline.bucketMillis())
                .put("millis", timeline.millis());
        Arrays.stream(timeline.began()).forEach(json.putArray("began")::add);
        Arrays.stream(timeline.ended()).forEach(json.putArray("ended")::add);
        Arrays.stream(timeline.failed()).forEach(json.putArray("failed")::add);
        return json;
    }

    static long size(StoredResult result) {
        if (result instanceof StoredResult.Inline inline) {
            return inline.json().getBytes(StandardCharsets.UTF_8).length;
        }
        return result instanceof StoredResult.Part part ? part.size() : ((StoredResult.InStore) result).size();
    }

    /** Adds a time in milliseconds, the precision of records, so that all responses about a run agree. */
    private static void time(ObjectNode json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
