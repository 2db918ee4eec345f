package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.history.HistoryEvent;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The response of {@code TestState}, derived from the history of the execution that ran the state. */
final class TrialAnswer {

    private static final Set<String> UNRETRIED = Set.of("States.Runtime", "States.DataLimitExceeded");
    private static final int DEFAULT_ATTEMPTS = 3;
    private static final double DEFAULT_BACKOFF = 2;

    private final JsonRequest request;
    private final JsonNode state;
    private final ExecutionSnapshot ended;
    private final ObjectNode inspection = ProtocolJson.object();
    private @Nullable String output;
    private @Nullable String next;
    private @Nullable String error;
    private @Nullable String cause;

    TrialAnswer(JsonRequest request, JsonNode state, ExecutionSnapshot ended, List<HistoryEvent> events) {
        this.request = request;
        this.state = state;
        this.ended = ended;
        this.error = ended.error();
        this.cause = ended.cause();
        inspection.put("input", request.text("input", "{}"));
        events.forEach(this::read);
    }

    private void read(HistoryEvent event) {
        String type = event.type().text();
        ObjectNode details = event.details().toJson();
        String name = details.path("name").asText();
        if (type.endsWith("StateExited") && name.equals(StateTrial.NAME)) {
            output = details.path("output").asText();
            if (details.has("assignedVariables")) {
                inspection.put("variables", variables(details.get("assignedVariables")));
            }
        } else if (type.endsWith("StateEntered") && output != null && next == null) {
            next = name;
        } else if (output == null && error == null && (type.endsWith("Failed") || type.endsWith("TimedOut"))) {
            error = details.path("error").asText(null);
            cause = details.path("cause").asText(null);
        } else if (type.endsWith("Scheduled") && state.path("Type").asText().equals("Task")) {
            String arguments = details.path(details.has("parameters") ? "parameters" : "input")
                    .asText();
            inspection.put(state.has("Parameters") ? "afterParameters" : "afterArguments", arguments);
        } else if (type.equals("TaskSucceeded") || type.equals("LambdaFunctionSucceeded")) {
            inspection.put("result", details.path("output").asText());
        }
    }

    /** Returns the assigned variables as a JSON object. The event contains each value as JSON text. */
    private static String variables(JsonNode assigned) {
        ObjectNode variables = ProtocolJson.object();
        assigned.properties()
                .forEach(one -> variables.set(
                        one.getKey(), ProtocolJson.parse(one.getValue().asText(), "ValidationException")));
        return variables.toString();
    }

    ObjectNode toJson() {
        ObjectNode answer = ProtocolJson.object();
        boolean retried = error != null && retries(answerDetails());
        boolean caught = error != null && !retried && ended.status() == ExecutionStatus.SUCCEEDED;
        if (!retried) {
            put(answer, "output", output);
            put(answer, "nextState", next);
        }
        put(answer, "error", error);
        put(answer, "cause", cause);
        if (caught) {
            answerDetails().put("catchIndex", matching(state.path("Catch")));
        }
        if (!request.text("inspectionLevel", "INFO").equals("INFO")) {
            answer.set("inspectionData", inspection);
        }
        return answer.put(
                "status", retried ? "RETRIABLE" : caught ? "CAUGHT_ERROR" : error == null ? "SUCCEEDED" : "FAILED");
    }

    private ObjectNode answerDetails() {
        return inspection.path("errorDetails") instanceof ObjectNode known
                ? known
                : inspection.putObject("errorDetails");
    }

    /**
     * Returns true if a Retrier handles the error and allows more retries than the request's {@code retrierRetryCount}.
     */
    private boolean retries(ObjectNode details) {
        int index = matching(state.path("Retry"));
        if (index < 0) {
            return false;
        }
        JsonNode retrier = state.path("Retry").get(index);
        int before =
                request.node("stateConfiguration").path("retrierRetryCount").asInt();
        if (before >= retrier.path("MaxAttempts").asInt(DEFAULT_ATTEMPTS)) {
            return false;
        }
        double seconds = retrier.path("IntervalSeconds").asDouble(1)
                * Math.pow(retrier.path("BackoffRate").asDouble(DEFAULT_BACKOFF), before);
        double most = retrier.path("MaxDelaySeconds").asDouble(Double.MAX_VALUE);
        details.put("retryIndex", index).put("retryBackoffIntervalSeconds", (int) Math.min(seconds, most));
        return true;
    }

    /** Returns the index of the first Retrier or Catcher that matches the error, or -1. */
    private int matching(JsonNode handlers) {
        for (int i = 0; i < handlers.size(); i++) {
            for (JsonNode name : handlers.get(i).path("ErrorEquals")) {
                boolean any = name.asText().equals("States.ALL")
                        || (name.asText().equals("States.TaskFailed") && !"States.Timeout".equals(error));
                if (name.asText().equals(error) || (any && !UNRETRIED.contains(String.valueOf(error)))) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static void put(ObjectNode answer, String name, @Nullable String value) {
        if (value != null) {
            answer.put(name, value);
        }
    }
}
