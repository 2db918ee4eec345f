package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachine;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Implements {@code TestState}: runs one state in a separate engine and state machine, in which each successor is a
 * Succeed state. Errors are not retried: an error that a Retrier handles is reported as retriable. A mock replaces the
 * service integration, the iterations or the branches of the state.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html">Testing a state</a>
 */
final class StateTrial {

    static final String NAME = "State under test";

    private static final String VARIABLES = "Variables for the test";

    private final Engine engine;

    StateTrial(Engine engine) {
        this.engine = engine;
    }

    ObjectNode run(JsonRequest request) {
        refuseUnsupported(request);
        JsonNode state = state(request);
        StateMock mock = StateMock.of(request, state);
        ObjectNode definition = definition(request, state, mock != null);
        AtomicReference<@Nullable Engine> trialEngine = new AtomicReference<>();
        try (Engine trial =
                engine.trial(mock == null ? null : (arguments, context) -> answer(mock, context, trialEngine.get()))) {
            trialEngine.set(trial);
            StateMachine machine = trial.createStateMachine(
                    "anabranch.test-state",
                    definition.toString(),
                    StateMachineType.STANDARD,
                    request.text("roleArn", "arn:aws:iam::000000000000:role/test-state"));
            String arn = trial.startExecution(machine, null, request.text("input", "{}"))
                    .spec()
                    .arn();
            ExecutionSnapshot ended = trial.completion(arn).join();
            return new TrialAnswer(request, state, ended, trial.getExecutionHistory(arn)).toJson();
        }
    }

    /**
     * Returns the mocked result. If the state waits for a task token, completes the task with the mocked result or
     * error and returns an empty object.
     */
    private static CompletionStage<JsonNode> answer(StateMock mock, CallContext context, @Nullable Engine trial) {
        String token = context.taskToken();
        if (token == null || trial == null) {
            return CompletableFuture.completedFuture(mock.answer());
        }
        CompletableFuture<Void> unused;
        try {
            unused = trial.sendTaskSuccess(token, mock.answer().toString());
        } catch (IntegrationFailure failed) {
            unused = trial.sendTaskFailure(token, failed.error(), failed.detail());
        }
        return CompletableFuture.completedFuture(JsonNodeFactory.instance.objectNode());
    }

    private static void refuseUnsupported(JsonRequest request) {
        if (request.text("context") != null) {
            throw unsupported("context");
        }
        if (request.node("stateConfiguration").has("mapItemReaderData")) {
            throw unsupported("stateConfiguration.mapItemReaderData");
        }
    }

    private static ApiException unsupported(String parameter) {
        return ApiException.validation(
                "The embedded Step Functions does not support the parameter '" + parameter + "' of TestState");
    }

    private static JsonNode state(JsonRequest request) {
        JsonNode definition = ProtocolJson.parse(request.required("definition"), "InvalidDefinition");
        String name = request.text("stateName");
        JsonNode state = name == null ? definition : definition.path("States").path(name);
        if (!state.isObject()) {
            throw ApiException.validation("State not found in definition");
        }
        return state;
    }

    private static ObjectNode definition(JsonRequest request, JsonNode state, boolean mocked) {
        JsonNode whole = ProtocolJson.parse(request.required("definition"), "InvalidDefinition");
        ObjectNode definition = ProtocolJson.object();
        if (request.text("stateName") != null && whole.has("QueryLanguage")) {
            definition.set("QueryLanguage", whole.get("QueryLanguage"));
        }
        ObjectNode states = definition.putObject("States");
        String variables = request.text("variables");
        if (variables != null) {
            states.putObject(VARIABLES)
                    .put("Type", "Pass")
                    .put("Next", NAME)
                    .set("Assign", ProtocolJson.parse(variables, "ValidationException"));
        }
        ObjectNode tried = states.putObject(NAME);
        tried.setAll((ObjectNode) state.deepCopy());
        tried.remove("Retry");
        if (mocked) {
            StateMock.calling(tried);
        }
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
}
