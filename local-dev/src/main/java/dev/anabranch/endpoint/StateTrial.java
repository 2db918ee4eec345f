package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachine;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.history.HistoryEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code TestState}: one state is run in a state machine of its own, in which every state that it can go to ends the execution.
 * Retriers are not waited for: a failure that one of them would take is reported as such.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html">Testing a state</a>
 */
final class StateTrial {

    private static final String NAME = "State under test";
    private static final String VARIABLES = "Variables for the test";
    private static final Set<String> UNRETRIED = Set.of("States.Runtime", "States.DataLimitExceeded");

    /** Several trials may run at a time, and no two machines may have one name. */
    private static final AtomicLong TRIALS = new AtomicLong();

    private final Engine engine;

    StateTrial(Engine engine) {
        this.engine = engine;
    }

    ObjectNode run(Request request) {
        refuseUnsupported(request);
        JsonNode state = state(request);
        ObjectNode definition = definition(request, state);
        StateMachine machine = engine.createStateMachine(
                "anabranch.test-state-" + TRIALS.incrementAndGet(),
                definition.toString(),
                StateMachineType.STANDARD,
                request.text("roleArn", "arn:aws:iam::000000000000:role/test-state"));
        try {
            String arn = engine.startExecution(machine, null, request.text("input", "{}"))
                    .spec()
                    .arn();
            ExecutionSnapshot ended = engine.completion(arn).join();
            return answer(request, state, ended, engine.getExecutionHistory(arn));
        } finally {
            engine.deleteStateMachine(machine.arn());
        }
    }

    private static void refuseUnsupported(Request request) {
        for (String parameter : List.of("mock", "context", "stateConfiguration")) {
            if (request.node(parameter).isObject() || request.text(parameter) != null) {
                throw ApiException.validation(
                        "The embedded Step Functions does not support the parameter '" + parameter + "' of TestState");
            }
        }
    }

    private static JsonNode state(Request request) {
        JsonNode definition = Json.parse(request.required("definition"), "InvalidDefinition");
        String name = request.text("stateName");
        JsonNode state = name == null ? definition : definition.path("States").path(name);
        if (!state.isObject()) {
            throw new ApiException("InvalidDefinition", "Invalid State Machine Definition: there is no state " + name);
        }
        return state;
    }

    private static ObjectNode definition(Request request, JsonNode state) {
        JsonNode whole = Json.parse(request.required("definition"), "InvalidDefinition");
        ObjectNode definition = Json.object();
        if (request.text("stateName") != null && whole.has("QueryLanguage")) {
            definition.set("QueryLanguage", whole.get("QueryLanguage"));
        }
        ObjectNode states = definition.putObject("States");
        String variables = request.text("variables");
        if (variables != null) {
            states.putObject(VARIABLES)
                    .put("Type", "Pass")
                    .put("Next", NAME)
                    .set("Assign", Json.parse(variables, "ValidationException"));
        }
        ObjectNode tried = states.putObject(NAME);
        tried.setAll((ObjectNode) state);
        tried.remove("Retry");
        targets(state).forEach(target -> states.putObject(target).put("Type", "Succeed"));
        return definition.put("StartAt", variables == null ? NAME : VARIABLES);
    }

    private static Set<String> targets(JsonNode state) {
        Set<String> targets = new LinkedHashSet<>();
        add(targets, state.path("Next"));
        add(targets, state.path("Default"));
        state.path("Choices").forEach(choice -> add(targets, choice.path("Next")));
        state.path("Catch").forEach(catcher -> add(targets, catcher.path("Next")));
        return targets;
    }

    private static void add(Set<String> targets, JsonNode name) {
        if (name.isTextual()) {
            targets.add(name.textValue());
        }
    }

    private static ObjectNode answer(
            Request request, JsonNode state, ExecutionSnapshot ended, List<HistoryEvent> events) {
        ObjectNode answer = Json.object();
        String next = null;
        String output = null;
        boolean failed = false;
        for (HistoryEvent event : events) {
            ObjectNode details = event.details().toJson();
            String name = details.path("name").asText();
            if (event.type().text().endsWith("StateExited") && name.equals(NAME)) {
                output = details.path("output").asText();
            } else if (event.type().text().endsWith("StateEntered") && output != null && next == null) {
                next = name;
            }
            failed |= output == null
                    && (event.type().text().endsWith("Failed")
                            || event.type().text().endsWith("TimedOut"));
        }
        put(answer, "output", output);
        put(answer, "nextState", next);
        put(answer, "error", ended.error());
        put(answer, "cause", ended.cause());
        if (!request.text("inspectionLevel", "INFO").equals("INFO")) {
            answer.putObject("inspectionData").put("input", request.text("input", "{}"));
        }
        return answer.put("status", status(state, ended, failed));
    }

    private static String status(JsonNode state, ExecutionSnapshot ended, boolean failed) {
        if (ended.status() == ExecutionStatus.SUCCEEDED) {
            return failed ? "CAUGHT_ERROR" : "SUCCEEDED";
        }
        return retries(state, String.valueOf(ended.error())) ? "RETRIABLE" : "FAILED";
    }

    private static boolean retries(JsonNode state, String error) {
        for (JsonNode retrier : state.path("Retry")) {
            for (JsonNode name : retrier.path("ErrorEquals")) {
                boolean any = Set.of("States.ALL", "States.TaskFailed").contains(name.asText());
                if (name.asText().equals(error) || (any && !UNRETRIED.contains(error))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void put(ObjectNode answer, String name, @Nullable String value) {
        if (value != null) {
            answer.put(name, value);
        }
    }
}
