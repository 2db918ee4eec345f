package dev.anabranch.client.internal.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns error answers into exceptions: problem documents (RFC 9457) of the API, and other texts of gateways and
 * proxies.
 */
public final class ApiProblem {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int OUR_FAULT = 400;
    private static final int ITS_FAULT = 500;
    private static final int LONGEST_TEXT = 200;

    private ApiProblem() {}

    /** Returns the exception for an answer with an error status. */
    public static RuntimeException of(ApiAnswer answer, String address) {
        JsonNode json = json(answer);
        String said = said(json, answer);
        if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
            return new ApiUnavailable(
                    "The run API at " + address + " denies access (" + answer.status() + "): " + said);
        }
        if (answer.status() >= ITS_FAULT) {
            String request = json.path("requestId").asText();
            return new ApiUnavailable("The run API at " + address + " failed with " + answer.status()
                    + (request.isEmpty() ? "" : " (request " + request + ")") + ": " + said);
        }
        if (answer.status() < OUR_FAULT || !json.has("detail")) {
            return new ApiUnavailable("The address " + address + " is not that of a run API: it answered "
                    + answer.status() + " " + said);
        }
        List<String> findings = findings(json.path("errors"));
        String several = json.path("title").asText(said) + ".";
        return new ApiRefused(answer.status(), findings.size() > 1 ? several : said, findings);
    }

    /** Returns the detail of a problem document, the message of a gateway, or the text of a proxy. */
    private static String said(JsonNode json, ApiAnswer answer) {
        for (String field : List.of("detail", "message", "Message")) {
            if (json.path(field).isTextual() && !json.path(field).textValue().isBlank()) {
                return cut(json.path(field).textValue());
            }
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        return text.isEmpty()
                ? "The answer has no further text."
                : cut(text.lines().findFirst().orElse(""));
    }

    private static String cut(String text) {
        // The text of a proxy may be a page and is cut; the detail of the API is not.
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
            // A single error repeats the message, except for the fix.
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
