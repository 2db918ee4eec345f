package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.ClientAction.ActionError;
import dev.anabranch.client.internal.ClientResult;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.runs.internal.action.InputLocation;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.record.EarlierAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON of records that commands print with {@code --json}. */
public final class RecordJson {

    /** The field of the label of an item, which is null if the item has none. */
    static final String LABEL = "label";

    /** The field of the progress of an action, which is null if it has not reported it. */
    static final String PROGRESS = "progress";

    /** The field of the metrics of an action, which is null if it has none. */
    static final String METRICS = "metrics";

    /** The field of the report of an action, which is null if it has none. */
    public static final String REPORT = "report";

    private RecordJson() {}

    public static ObjectNode of(ClientRun run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("runId", run.id());
        json.put("workflow", run.workflow());
        json.put("status", run.status().name());
        json.put("started", run.started().toString());
        json.put("ended", time(run.ended()));
        json.put("rerunOf", run.rerunOf().orElse(null));
        run.parent().ifPresent(parent -> json.putObject("parent")
                .put("runId", parent.run())
                .put("node", parent.node())
                .put("action", parent.action()));
        run.error().ifPresentOrElse(error -> json.set("error", of(error)), () -> json.putNull("error"));
        return json;
    }

    public static ObjectNode of(RunError error) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("node", error.node()).put("action", error.action());
        if (!error.label().isEmpty()) {
            json.put(LABEL, error.label());
        }
        return json.put("name", error.name()).put("message", error.message());
    }

    /** Adds the label of an action; {@link RecordFormat} omits null in JSON. */
    private static ObjectNode label(ObjectNode json, String label) {
        return json.put(LABEL, label.isEmpty() ? null : label);
    }

    public static ObjectNode of(ActionCounts actions) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("total", actions.total())
                .put("running", actions.running())
                .put("succeeded", actions.succeeded())
                .put("failed", actions.failed())
                .put("cached", actions.cached())
                .put("aborted", actions.aborted())
                .put("partial", actions.partial());
    }

    /** Returns counts with the failed steps that the plan added, and the expected and waiting actions. */
    public static ObjectNode of(RunTally tally) {
        return of(tally.counts())
                .put("failedSteps", tally.failedSteps())
                .put("expected", tally.expected())
                .put("waiting", tally.waiting());
    }

    /**
     * @param inputs reads the input of the action, or null to print only where it is stored
     * @param added whether the plan added the action
     */
    public static ObjectNode of(ClientAction action, @Nullable ActionInputs inputs, boolean added) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("node", action.node()).put("action", action.path());
        label(json, action.label())
                .put("status", action.status().name())
                .put("added", added)
                .put("attempts", action.attempts())
                .put("spent", action.spent())
                .put("began", time(action.began()))
                .put("finished", time(action.finished()));
        action.duration().ifPresentOrElse(took -> json.put("millis", took.toMillis()), () -> json.putNull("millis"));
        json.put("error", action.error().map(ActionError::name).orElse(null))
                .put("message", action.error().map(ActionError::message).orElse(null))
                .put("log", action.log().orElse(null));
        json.set(PROGRESS, action.progress().<JsonNode>map(TelemetryText::json).orElse(NullNode.instance));
        json.set(METRICS, action.metrics().isEmpty() ? NullNode.instance : TelemetryText.json(action.metrics()));
        action.run().ifPresent(run -> json.put("runId", run));
        ArrayNode earlier = json.putArray("earlierAttempts");
        action.earlier().forEach(attempt -> earlier.add(of(attempt)));
        ArrayNode input = json.putArray("input");
        for (InputLocation part : action.input()) {
            for (InputLocation place : inputs == null ? List.of(part) : inputs.places(part)) {
                ObjectNode source = place.toJson();
                if (inputs != null) {
                    inputs.value(place).ifPresent(value -> source.set("value", value));
                }
                input.add(source);
            }
        }
        return json;
    }

    private static ObjectNode of(EarlierAttempt attempt) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("attempt", attempt.number())
                .put("began", time(Optional.ofNullable(attempt.began())))
                .put("finished", time(Optional.ofNullable(attempt.finished())))
                .put("error", attempt.error())
                .put("message", attempt.message());
    }

    /** @param value what the action returned, or null if it has not returned */
    public static ObjectNode of(ClientResult result, @Nullable JsonNode value) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("node", result.node()).put("action", result.path());
        label(json, result.label()).put("status", result.status().name());
        json.set("value", value == null ? NullNode.instance : value);
        return json.put("error", result.error().map(ActionError::name).orElse(null))
                .put("message", result.error().map(ActionError::message).orElse(null));
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
