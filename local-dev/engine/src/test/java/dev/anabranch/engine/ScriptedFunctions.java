package dev.anabranch.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Functions with a script of one step per call; the last step repeats. A step is one of {@code {"returns": value}},
 * {@code {"returnsTextOfLength": n}}, {@code {"echoes": true}}, {@code {"throws": {"type": .., "message": ..}}} and
 * {@code {"refused": "Lambda...."}}, with an optional delay {@code "after": seconds}. A call of a function without a
 * script fails with a ResourceNotFoundException.
 */
final class ScriptedFunctions implements LambdaInvoker {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final JsonNode scripts;
    private final Map<String, Integer> calls = new HashMap<>();
    private final List<String> payloads = new ArrayList<>();

    ScriptedFunctions(JsonNode scripts) {
        this.scripts = scripts;
    }

    /** Returns the payloads of all calls, in order. */
    synchronized List<String> payloads() {
        return List.copyOf(payloads);
    }

    @Override
    public CompletionStage<Answer> invoke(String function, byte[] payload, CallContext context) {
        String name =
                function.contains(":function:") ? function.substring(function.indexOf(":function:") + 10) : function;
        JsonNode step = next(name, payload);
        if (step.has("after")) {
            return context.after(Duration.ofMillis((long) (step.get("after").doubleValue() * 1000)))
                    .thenCompose(waited -> answer(step, name, payload));
        }
        return answer(step, name, payload);
    }

    private synchronized JsonNode next(String name, byte[] payload) {
        payloads.add(new String(payload, StandardCharsets.UTF_8));
        int call = calls.merge(name, 1, Integer::sum);
        JsonNode script = scripts.path(name);
        return script.isArray() ? script.get(Math.min(call, script.size()) - 1) : script;
    }

    private static CompletionStage<Answer> answer(JsonNode step, String name, byte[] payload) {
        if (step.has("returns")) {
            return CompletableFuture.completedFuture(Answer.result("$LATEST", bytes(step.get("returns"))));
        }
        if (step.has("returnsTextOfLength")) {
            String text = "y".repeat(step.get("returnsTextOfLength").intValue());
            return CompletableFuture.completedFuture(
                    Answer.result("$LATEST", bytes(MAPPER.getNodeFactory().textNode(text))));
        }
        if (step.has("throws")) {
            ObjectNode error = MAPPER.createObjectNode();
            error.set("errorMessage", step.get("throws").get("message"));
            error.set("errorType", step.get("throws").get("type"));
            return CompletableFuture.completedFuture(Answer.functionError("$LATEST", bytes(error)));
        }
        if (step.has("refused")) {
            return CompletableFuture.failedFuture(
                    new LambdaException(step.get("refused").textValue(), "refused"));
        }
        return step.has("echoes")
                ? CompletableFuture.completedFuture(Answer.result("$LATEST", payload))
                : CompletableFuture.failedFuture(LambdaException.notFound("function:" + name + ":$LATEST"));
    }

    private static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
