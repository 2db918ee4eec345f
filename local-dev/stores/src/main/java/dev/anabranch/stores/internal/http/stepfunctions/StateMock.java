package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mocked result or error of a state in {@code TestState}.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html">MockInput</a>
 */
final class StateMock {

    private static final Set<String> MOCKED = Set.of("Task", "Map", "Parallel");

    /** The fields of Map and Parallel states that are removed when a mock replaces the state with a Task. */
    private static final List<String> OF_ITERATIONS = List.of(
            "Items",
            "ItemsPath",
            "ItemSelector",
            "ItemReader",
            "ItemBatcher",
            "ItemProcessor",
            "Iterator",
            "ResultWriter",
            "Branches",
            "MaxConcurrency",
            "MaxConcurrencyPath",
            "ToleratedFailureCount",
            "ToleratedFailureCountPath",
            "ToleratedFailurePercentage",
            "ToleratedFailurePercentagePath",
            "Label");

    private final @Nullable JsonNode result;
    private final @Nullable IntegrationFailure failure;

    private StateMock(@Nullable JsonNode result, @Nullable IntegrationFailure failure) {
        this.result = result;
        this.failure = failure;
    }

    /** Returns the mock of the request; null if the request has none. */
    static @Nullable StateMock of(JsonRequest request, JsonNode state) {
        JsonNode mock = request.node("mock");
        String type = state.path("Type").asText();
        if (!mock.isObject()) {
            refuseUnmocked(state, type);
            return null;
        }
        if (!MOCKED.contains(type)) {
            throw ApiException.validation("State type '" + type + "' is not supported when a mock is specified");
        }
        if (mock.has("result") == mock.has("errorOutput")) {
            throw ApiException.validation(
                    "A test mock should have only one of the following fields: [result, errorOutput].");
        }
        if (request.node("revealSecrets").asBoolean()) {
            throw ApiException.validation("TestState does not support RevealSecrets when a mock is specified.");
        }
        if (mock.has("errorOutput")) {
            JsonNode error = mock.get("errorOutput");
            return new StateMock(
                    null,
                    new IntegrationFailure(
                            error.path("error").asText("States.TaskFailed"),
                            error.path("cause").asText("")));
        }
        JsonNode result = ProtocolJson.parse(mock.get("result").asText(), "ValidationException");
        checkShape(state, type, result);
        int failed = request.node("stateConfiguration")
                .path("mapIterationFailureCount")
                .asInt();
        return failed > state.path("ToleratedFailureCount").asInt() && type.equals("Map")
                ? new StateMock(
                        null,
                        new IntegrationFailure(
                                "States.ExceedToleratedFailureThreshold",
                                "The specified tolerated failure threshold was exceeded"))
                : new StateMock(result, null);
    }

    private static void refuseUnmocked(JsonNode state, String type) {
        String resource = state.path("Resource").asText();
        if (type.equals("Map") || type.equals("Parallel")) {
            throw new ApiException(
                    "InvalidDefinition",
                    "TestState API does not support Map or Parallel states. Supported state types include: "
                            + "[Task, Wait, Pass, Succeed, Fail, Choice]");
        }
        if (resource.contains(".sync") || resource.contains(".waitForTaskToken")) {
            throw ApiException.validation("TestState requires a mock for " + resource
                    + ", because it is a .sync or .waitForTaskToken integration");
        }
    }

    private static void checkShape(JsonNode state, String type, JsonNode result) {
        if (type.equals("Map") && (state.has("ResultWriter") ? !result.isObject() : !result.isArray())) {
            throw ApiException.validation(
                    state.has("ResultWriter")
                            ? "Mocked result must be a JSON object."
                            : "Mocked result must be an array.");
        }
        if (type.equals("Parallel") && !result.isArray()) {
            throw ApiException.validation("Mocked result must be an array.");
        }
        if (type.equals("Parallel") && result.size() != state.path("Branches").size()) {
            throw ApiException.validation(
                    "Mocked result must contain the same number of items as number of Parallel branches.");
        }
    }

    /** Changes a Map or Parallel state to a Task whose call is mocked. Returns the same object. */
    static ObjectNode calling(ObjectNode state) {
        String type = state.path("Type").asText();
        if (type.equals("Task")) {
            return state;
        }
        state.remove(OF_ITERATIONS);
        if (type.equals("Map")) {
            state.remove("Parameters");
        }
        return state.put("Type", "Task").put("Resource", "arn:aws:states:::lambda:invoke");
    }

    /**
     * Returns the mocked result.
     *
     * @throws IntegrationFailure the mocked error, if the mock has one
     */
    JsonNode answer() {
        if (result == null) {
            throw failure == null ? new IllegalStateException("A mock must have a result or an error.") : failure;
        }
        return result;
    }
}
