package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.api.Problem.Kind;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.lifecycle.SignalOutcome;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.CallbackId;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The routes with which outside systems end callbacks. The id of a callback is in the body, so that no access log has
 * it.
 */
final class CallbackRoutes {

    private static final String CALLBACK = "callback";
    private static final String ERROR = "error";
    private static final String MESSAGE = "message";

    /** Names of Anabranch and of Step Functions have a meaning in records and state machines. */
    private static final Pattern ERROR_NAME =
            Pattern.compile("(?!Anabranch\\.|States\\.)[A-Za-z][A-Za-z0-9_.$ -]{0,199}");

    /** The maximum length of the message in a record. */
    private static final int MESSAGE_CHARS = 1_000;

    private final Runs runs;

    CallbackRoutes(Runs runs) {
        this.runs = runs;
    }

    List<Route> all() {
        return List.of(
                new Route("POST", "/callbacks/complete", Set.of(), this::complete),
                new Route("POST", "/callbacks/fail", Set.of(), this::fail),
                new Route("POST", "/callbacks/heartbeat", Set.of(), this::heartbeat));
    }

    private ApiResponse complete(Route.Call call) {
        BodyFields fields = BodyFields.of(call.request(), List.of(CALLBACK, SignalRoutes.VALUE));
        CallbackId callback = callback(fields);
        Vertex node = runs.awaiting(callback.run(), callback.node());
        Optional<JsonNode> value = SignalRoutes.value(fields, node, "the value");
        fields.check();
        SignalRoutes.checkSize(value.orElseThrow());
        return response(callback, runs.complete(callback, value.orElseThrow(), key(call)));
    }

    private ApiResponse fail(Route.Call call) {
        BodyFields fields = BodyFields.of(call.request(), List.of(CALLBACK, ERROR, MESSAGE));
        CallbackId callback = callback(fields);
        runs.awaiting(callback.run(), callback.node());
        Optional<JsonNode> named = fields.value(ERROR);
        String error =
                named.filter(JsonNode::isTextual).map(JsonNode::textValue).orElse("");
        String message = fields.text(MESSAGE).orElse("");
        if (!ERROR_NAME.matcher(error).matches()) {
            fields.addError(
                    ERROR,
                    named.map(ExpectedJson::found).orElse("is missing"),
                    "the name of the error: a letter and up to 199 letters, digits, spaces and `_ . $ -`, which does not"
                            + " begin with `Anabranch.` or `States.`",
                    "Set a name such as `JobFailed`.");
        }
        fields.check();
        // Half a surrogate pair at the end would not be text.
        int end = Math.min(message.length(), MESSAGE_CHARS);
        boolean splits = end < message.length() && Character.isHighSurrogate(message.charAt(end - 1));
        String kept = message.substring(0, splits ? end - 1 : end);
        return response(callback, runs.fail(callback, error, kept, key(call)));
    }

    private ApiResponse heartbeat(Route.Call call) {
        BodyFields fields = BodyFields.of(call.request(), List.of(CALLBACK));
        CallbackId callback = callback(fields);
        runs.awaiting(callback.run(), callback.node());
        fields.check();
        return response(callback, runs.heartbeat(callback));
    }

    private static String key(Route.Call call) {
        return call.request().header("idempotency-key").orElse(call.request().id());
    }

    private static CallbackId callback(BodyFields fields) {
        Optional<String> text = fields.text(CALLBACK);
        Optional<CallbackId> id = text.flatMap(CallbackId::parse);
        if (id.isEmpty()) {
            if (text.isPresent() || fields.value(CALLBACK).isEmpty()) {
                fields.addError(
                        CALLBACK,
                        text.isPresent() ? "is not the id of a callback" : "is missing",
                        "the id that the task received from `TaskContext.callbackId()`",
                        "Copy the whole id.");
            }
            fields.check();
        }
        return id.orElseThrow();
    }

    private static ApiResponse response(CallbackId callback, SignalOutcome outcome) {
        if (!outcome.accepted()) {
            throw ProblemException.of(
                    Kind.CONFLICT,
                    SignalRoutes.action(callback.node(), callback.path()) + " " + reason(outcome.current()) + ".");
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("run", callback.run())
                .put("node", callback.node())
                .put("path", Invocation.joined(callback.path()));
        return ApiResponse.json(200, json);
    }

    private static String reason(@Nullable ActionRecord current) {
        if (current == null) {
            return "does not wait for this callback";
        }
        if (current.status() == ActionStatus.RUNNING) {
            return "waits for another callback: a later attempt has started, or the id is not complete";
        }
        return current.status().hasResult()
                ? "has already been completed"
                : current.status() == ActionStatus.FAILED
                        ? "has already failed with " + current.errorName()
                        : "has ended: it is " + current.status();
    }
}
