package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A problem document (RFC 9457): why a request was not carried out, for people and for programs.
 *
 * @param kind which kind of problem
 * @param detail a sentence about this one
 * @param errors the single things that are wrong, where they can be named; all of them at once where that is possible
 */
public record Problem(Kind kind, String detail, List<FieldError> errors) {

    /** A kind of problem: its name in the type's URI is promised, its title is not. */
    public enum Kind {
        /** The request is not what the API can read. */
        BAD_REQUEST(400, "bad-request", "The request cannot be read"),
        /** There are no credentials, or wrong ones. */
        UNAUTHORIZED(401, "unauthorized", "Credentials are needed"),
        /** The request comes from a page of another site. */
        FORBIDDEN(403, "forbidden", "The request comes from elsewhere"),
        /** There is no such thing. */
        NOT_FOUND(404, "not-found", "There is no such thing"),
        /** There is such a thing, but not with this method. */
        METHOD_NOT_ALLOWED(405, "method-not-allowed", "There is no such method here"),
        /** Answers come as JSON, and the client takes none. */
        NOT_ACCEPTABLE(406, "not-acceptable", "Answers are JSON"),
        /** The run, as it is, does not allow it. */
        CONFLICT(409, "conflict", "The run does not allow it"),
        /** It was there once. */
        GONE(410, "gone", "It is not there any more"),
        /** The body is too large. */
        TOO_LARGE(413, "too-large", "The body is too large"),
        /** Bodies are JSON. */
        UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Bodies are JSON"),
        /** The body is JSON, but says something that cannot be. */
        INVALID(422, "invalid-input", "The input is wrong"),
        /** A bug of ours. */
        INTERNAL(500, "internal", "Something went wrong here"),
        /** What it takes does not answer. */
        UNAVAILABLE(503, "unavailable", "Try again");

        private final int status;
        private final String name;
        private final String title;

        Kind(int status, String name, String title) {
            this.status = status;
            this.name = name;
            this.title = title;
        }

        /** The status of HTTP. */
        public int status() {
            return status;
        }

        /** A URI that is promised, though there is nothing to read at it (RFC 4151). */
        String type() {
            return "tag:anabranch.dev,2026:problem:" + name;
        }
    }

    /**
     * One thing that is wrong.
     *
     * @param in {@code body}, {@code query} or {@code header}
     * @param at in a body the JSON Pointer (RFC 6901) of the value, elsewhere a name
     * @param found what is wrong with it
     * @param expected what it should be
     * @param fix what to do
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

    /** A problem about which there is no more to say than a sentence. */
    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, List.of());
    }

    static Problem of(Kind kind, FieldError error) {
        String where = error.at().isEmpty() ? "The " + error.in() : "`" + error.at() + "` in the " + error.in();
        return new Problem(
                kind, where + " " + error.found() + ", but must be " + error.expected() + ".", List.of(error));
    }

    /**
     * As an answer.
     *
     * @param requestId which request it is about
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
