package dev.anabranch.engine.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * JSONata as Step Functions evaluates it. Every text that comes in is the whole string of the definition, with its
 * <code>{%</code> and <code>%}</code>. Instances may be shared between threads.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Transforming data with JSONata</a>
 */
public final class Jsonata {

    private final RandomGenerator random;

    /** @param random where {@code $random} and {@code $uuid} draw from; calls to it are serialised */
    public Jsonata(RandomGenerator random) {
        this.random = random;
    }

    /** Whether the string is an expression: it begins with <code>{%</code> and ends with <code>%}</code>, nothing outside. */
    public static boolean isExpression(String text) {
        return text.length() >= 4 && text.startsWith("{%") && text.endsWith("%}");
    }

    /**
     * Refuses what AWS refuses when a definition is created.
     *
     * @param text the expression, braces included
     * @param statesFields the fields of {@code $states} that exist where the expression stands: {@code input} and {@code
     *     context}, and {@code result} or {@code errorOutput} where there is one
     * @throws InvalidExpression if the text does not parse, or uses what AWS does not support or what does not exist there
     */
    public static void check(String text, Set<String> statesFields) {
        throw new UnsupportedOperationException();
    }

    /** The names of the variables, without {@code $}, that the expression reads and does not bind itself; {@code states} is not one. */
    public static Set<String> variables(String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * Evaluates one expression.
     *
     * @param text the expression, braces included
     * @param states what {@code $states} is: an object with {@code input}, {@code context} and perhaps {@code result} or {@code
     *     errorOutput}; it is read and not copied
     * @param variables the workflow variables in scope, by name without {@code $}
     * @param field where the expression stands, as the error shall name it, for instance {@code Output/total}
     * @throws QueryException {@code States.QueryEvaluationError}, also where the result is undefined
     */
    public JsonNode evaluate(String text, JsonNode states, Map<String, JsonNode> variables, String field) {
        throw new UnsupportedOperationException(random.toString());
    }

    /** Evaluates every expression inside a value, at any depth; whatever is not an expression is kept as it is. */
    public JsonNode template(JsonNode template, JsonNode states, Map<String, JsonNode> variables, String field) {
        throw new UnsupportedOperationException();
    }

    /**
     * Hands the value back if it has one of the types that the field takes.
     *
     * @param types JSON type names, for instance {@code array}, {@code object}, {@code number}, {@code integer}
     * @throws QueryException "... returned an unexpected result type. Expected 'array', but was 'number' for value: 1"
     */
    public static JsonNode expect(JsonNode value, String text, String field, String... types) {
        throw new UnsupportedOperationException();
    }
}
