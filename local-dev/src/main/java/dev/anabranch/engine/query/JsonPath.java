package dev.anabranch.engine.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * JSONPath, reference paths, payload templates and intrinsic functions as Step Functions evaluates them. {@code $} is the
 * document, {@code $$} the context object, {@code $name} a workflow variable. Instances may be shared between threads.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html">Paths</a>
 */
public final class JsonPath {

    private final RandomGenerator random;

    /** @param random where {@code States.MathRandom} and {@code States.UUID} draw from; calls to it are serialised */
    public JsonPath(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Refuses a path or an intrinsic call that does not parse.
     *
     * @throws InvalidExpression with what is wrong
     */
    public static void check(String path) {
        throw new UnsupportedOperationException();
    }

    /**
     * Refuses what is not a reference path (one that can identify only a single place: no filter, slice, wildcard, {@code ..}
     * or {@code @}).
     *
     * @throws InvalidExpression with what is wrong
     */
    public static void checkReference(String path) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a path or an intrinsic call.
     *
     * @param path for instance {@code $.a[0]}, {@code $$.Execution.Id}, {@code $variable.x}, {@code States.Format('{}', $.a)}
     * @param field the field that has the path, as errors shall name it: {@code InputPath}, {@code ErrorPath}, {@code value.$}
     * @throws QueryException {@code States.Runtime} where the path finds nothing, {@code States.IntrinsicFailure}
     */
    public JsonNode read(
            String path, JsonNode document, JsonNode context, Map<String, JsonNode> variables, String field) {
        throw new UnsupportedOperationException(random.toString());
    }

    /** Whether the path finds something; for {@code IsPresent}. */
    public boolean exists(String path, JsonNode document, JsonNode context, Map<String, JsonNode> variables) {
        throw new UnsupportedOperationException();
    }

    /** Evaluates a payload template: every field whose name ends in {@code .$} is read and loses that ending. */
    public JsonNode template(JsonNode template, JsonNode document, JsonNode context, Map<String, JsonNode> variables) {
        throw new UnsupportedOperationException();
    }

    /**
     * A copy of the document in which the reference path has the value; objects on the way are made where they are missing.
     *
     * @throws QueryException {@code States.ResultPathMatchFailure} if the document has something else on the way
     */
    public static JsonNode put(String referencePath, JsonNode document, JsonNode value) {
        throw new UnsupportedOperationException();
    }
}
