package dev.anabranch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.ActionRecord;
import dev.anabranch.run.ActionCounts;
import dev.anabranch.run.ActionInputs;
import dev.anabranch.run.InputPlace;
import dev.anabranch.run.RunAction;
import dev.anabranch.run.RunError;
import dev.anabranch.run.RunRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records as commands print them with {@code --json}. */
final class RecordJson {

    private RecordJson() {}

    static ObjectNode of(RunRecord run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("runId", run.id());
        json.put("workflow", run.workflow());
        json.put("status", run.status().name());
        json.put("started", run.started().toString());
        json.put("ended", time(run.ended()));
        json.put("rerunOf", run.source());
        run.failure().ifPresentOrElse(error -> json.set("error", of(error)), () -> json.putNull("error"));
        return json;
    }

    static ObjectNode of(RunError error) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("node", error.node())
                .put("action", error.action())
                .put("name", error.name())
                .put("message", error.message());
    }

    static ObjectNode of(ActionCounts actions) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("total", actions.total())
                .put("running", actions.running())
                .put("succeeded", actions.succeeded())
                .put("failed", actions.failed())
                .put("cached", actions.cached())
                .put("aborted", actions.aborted());
    }

    /** @param inputs to tell what the action was given, or null to tell only where that is */
    static ObjectNode of(RunAction action, @Nullable ActionInputs inputs) {
        ActionRecord record = action.record();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("node", action.node())
                .put("action", action.path())
                .put("status", record.status().name())
                .put("attempts", record.attempts())
                .put("began", time(record.began()))
                .put("finished", time(record.finished()))
                .put("error", record.error())
                .put("message", record.message())
                .put("log", record.log());
        ArrayNode input = json.putArray("input");
        for (InputPlace place : action.input()) {
            ObjectNode part = place.toJson();
            if (inputs != null) {
                inputs.value(place).ifPresent(value -> part.set("value", value));
            }
            input.add(part);
        }
        return json;
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
