package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A problem document (RFC 9457): why a request failed, for people and programs.
 *
 * @param kind the kind of problem
 * @param detail a sentence about this occurrence
 * @param errors the individual errors, all of them if possible; empty if the problem has none
 */
public record Problem(Kind kind, String detail, List<FieldError> errors) {

    /** The kinds of problems. The name in the type's URI is stable; the title is not. */
    public enum Kind {
        /** The request cannot be parsed. */
        BAD_REQUEST(400, "bad-request", "The request cannot be read"),
        /** The credentials are missing or wrong. */
        UNAUTHORIZED(401, "unauthorized", "Credentials are missing or wrong"),
        /** The request comes from a page of another site or uses another host name. */
        FORBIDDEN(403, "forbidden", "The request comes from another site"),
        /** The resource does not exist. */
        NOT_FOUND(404, "not-found", "Not found"),
        /** The resource does not support the method. */
        METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed"),
        /** The client does not accept JSON. */
        NOT_ACCEPTABLE(406, "not-acceptable", "Responses are JSON"),
        /** The status of the run does not allow the request. */
        CONFLICT(409, "conflict", "Conflict with the state of the run"),
        /** The data has expired or been deleted. */
        GONE(410, "gone", "The data no longer exists"),
        /** The body is too large. */
        TOO_LARGE(413, "too-large", "The body is too large"),
        /** The body is not JSON. */
        UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body must be JSON"),
        /** The body is JSON, but has invalid fields. */
        INVALID(422, "invalid-input", "The input is invalid"),
        /** An internal error. */
        INTERNAL(500, "internal", "Internal error"),
        /** A store or Step Functions is unavailable. */
        UNAVAILABLE(503, "unavailable", "Temporarily unavailable");

        private final int status;
        private final String name;
        private final String title;

        Kind(int status, String name, String title) {
            this.status = status;
            this.name = name;
            this.title = title;
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }

        /** Returns the stable URI of this kind, a tag URI without a page (RFC 4151). */
        String type() {
            return "tag:anabranch.dev,2026:problem:" + name;
        }
    }

    /**
     * One error in a request.
     *
     * @param in {@code body}, {@code query} or {@code header}
     * @param at the JSON Pointer (RFC 6901) of a value in a body, otherwise the name of the parameter or header
     * @param found what is wrong with the value
     * @param expected the expected value
     * @param fix how to fix it
     */
    public record FieldError(String in, String at, String found, String expected, String fix) {

        static FieldError body(String pointer, String found, String expected, String fix) {
            return new FieldError("body", pointer, found, expected, fix);
        }

        static FieldError query(String name, String found, String expected, String fix) {
            return new FieldError("query", name, found, expected, fix);
        }

        static FieldError header(String name, String found, String expected, String fix) {
            return new FieldError("header", name, found, expected, fix);
        }

        private ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("in", in)
                    .put(in.equals("body") ? "pointer" : "name", at)
                    .put("found", found)
                    .put("expected", expected)
                    .put("fix", fix);
        }
    }

    /** Copies the list. */
    public Problem {
        errors = List.copyOf(errors);
    }

    /** Creates a problem without individual errors. */
    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, List.of());
    }

    static Problem of(Kind kind, FieldError error) {
        String where = error.at().isEmpty() ? "The " + error.in() : "`" + error.at() + "` in the " + error.in();
        return new Problem(
                kind, where + " " + error.found() + ", but must be " + error.expected() + ".", List.of(error));
    }

    /**
     * Returns the problem as a response.
     *
     * @param requestId the id of the request
     */
    public ApiResponse response(String requestId) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", kind.type())
                .put("title", kind.title)
                .put("status", kind.status)
                .put("detail", detail)
                .put("requestId", requestId);
        if (!errors.isEmpty()) {
            ArrayNode all = json.putArray("errors");
            errors.forEach(error -> all.add(error.json()));
        }
        return ApiResponse.of(kind.status, ApiResponse.PROBLEM, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
