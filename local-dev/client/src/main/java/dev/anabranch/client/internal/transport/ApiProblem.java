package dev.anabranch.client.internal.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes exceptions of answers that are none: problem documents (RFC 9457), and what gateways in between say. */
public final class ApiProblem {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int OUR_FAULT = 400;
    private static final int ITS_FAULT = 500;
    private static final int LONGEST_TEXT = 200;

    private ApiProblem() {}

    /** To be thrown for an answer whose status is not one of success. */
    public static RuntimeException of(ApiAnswer answer, String address) {
        JsonNode json = json(answer);
        String said = said(json, answer);
        if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
            return new ApiUnavailable(
                    "The run API at " + address + " does not let us in (" + answer.status() + "): " + said);
        }
        if (answer.status() >= ITS_FAULT) {
            String request = json.path("requestId").asText();
            return new ApiUnavailable("The run API at " + address + " fails with " + answer.status()
                    + (request.isEmpty() ? "" : " (request " + request + ")") + ": " + said);
        }
        if (answer.status() < OUR_FAULT || !json.has("detail")) {
            return new ApiUnavailable(
                    "There is no run API at " + address + ": it answers " + answer.status() + " " + said);
        }
        List<String> findings = findings(json.path("errors"));
        String several = json.path("title").asText(said) + ".";
        return new ApiRefused(answer.status(), findings.size() > 1 ? several : said, findings);
    }

    /** The sentence about this problem; a gateway has only a message, and others any text. */
    private static String said(JsonNode json, ApiAnswer answer) {
        for (String field : List.of("detail", "message", "Message")) {
            if (json.path(field).isTextual() && !json.path(field).textValue().isBlank()) {
                return cut(json.path(field).textValue());
            }
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        return text.isEmpty()
                ? "It says no more."
                : cut(text.lines().findFirst().orElse(""));
    }

    private static String cut(String text) {
        // What a proxy says may be a page; what the API says is a sentence, however long.
        return text.startsWith("<") && text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
    }

    private static List<String> findings(JsonNode errors) {
        List<String> findings = new ArrayList<>();
        if (errors.size() > 1) {
            errors.forEach(error ->
                    findings.add(where(error) + " " + error.path("found").asText()
                            + ", but must be " + error.path("expected").asText() + ". "
                            + error.path("fix").asText()));
        } else {
            // The one is what the message says already, but for what to do.
            errors.forEach(error -> findings.add(error.path("fix").asText()));
        }
        return findings;
    }

    private static String where(JsonNode error) {
        String at = error.path(error.has("pointer") ? "pointer" : "name").asText();
        return at.isEmpty() ? "The " + error.path("in").asText() : "`" + at + "`";
    }

    private static JsonNode json(ApiAnswer answer) {
        try {
            JsonNode json = TaskJson.reader(JsonNode.class).readTree(answer.body());
            return json == null ? TaskJson.tree(null) : json;
        } catch (IOException notJson) {
            return TaskJson.tree(null);
        }
    }
}
