package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.JException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.query.InvalidExpression;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.SharedRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * JSONata as Step Functions evaluates it. Every text that comes in is the whole string of the definition, with its
 * <code>{%</code> and <code>%}</code>. Instances may be shared between threads.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Transforming data with JSONata</a>
 */
public final class JsonataEvaluator {

    /** Expressions come from definitions, of which a process has few; this is a bound against whoever generates them. */
    private static final int CACHED_EXPRESSIONS = 10_000;

    private static final int BRACE = 2;

    private final DialectFunctions functions;
    private final Map<String, JsonataExpression> compiled = new ConcurrentHashMap<>();

    /**
     * @param random where {@code $random}, {@code $uuid} and {@code $shuffle} draw from; calls to it are serialised
     * @param clock what {@code $now} and {@code $millis} read
     */
    public JsonataEvaluator(RandomGenerator random, InstantSource clock) {
        this.functions = new DialectFunctions(SharedRandom.of(random), clock);
    }

    /** Whether the string is an expression: it begins with <code>{%</code> and ends with <code>%}</code>, nothing outside. */
    public static boolean isExpression(String text) {
        return text.length() >= 2 * BRACE && text.startsWith("{%") && text.endsWith("%}");
    }

    /**
     * Whether the string is not an expression, but begins or ends like one. AWS refuses these. It takes a string with white space
     * around both ends as text.
     */
    public static boolean isHalfAnExpression(String text) {
        return !isExpression(text) && (text.startsWith("{%") || text.endsWith("%}"));
    }

    /**
     * Refuses what AWS refuses when a definition is created. A call of {@code $eval} is not refused: AWS fails it when it runs.
     *
     * @param text the expression, braces included
     * @param statesFields the fields of {@code $states} that exist where the expression stands: {@code input} and {@code
     *     context}, and {@code result} or {@code errorOutput} where there is one
     * @throws InvalidExpression if the text does not parse, or uses what AWS does not support or what does not exist there
     */
    public static void check(String text, Set<String> statesFields) {
        ExpressionReferences references = references(text);
        if (references.root()) {
            throw unsupported("Reference to '$$' is not supported.");
        }
        for (String name : references.contextNames()) {
            throw unsupported("Reference to '" + name + "' at the top level is not supported.");
        }
        for (String field : references.statesFields()) {
            if (!statesFields.contains(field)) {
                throw unsupported("Field '$states." + field + "' does not exist.");
            }
        }
    }

    /**
     * The names of the variables, without {@code $}, that the expression reads and does not bind itself. {@code $states} and the
     * functions of the language are not among them.
     *
     * @throws InvalidExpression if the text does not parse
     */
    public static Set<String> variables(String text) {
        return references(text).variables();
    }

    /**
     * Evaluates one expression.
     *
     * @param text the expression, braces included
     * @param states what {@code $states} is: an object with {@code input}, {@code context} and perhaps {@code result} or {@code
     *     errorOutput}; it is read and not copied, and the result may share nodes with it
     * @param variables the workflow variables in scope, by name without {@code $}
     * @param field where the expression stands, as the error shall name it, for instance {@code Output/total}
     * @throws QueryException {@code States.QueryEvaluationError}, also where the result is undefined
     */
    public JsonNode evaluate(String text, JsonNode states, Map<String, JsonNode> variables, String field) {
        JsonNode result = compiled(text, field).evaluate(states, variables, field);
        if (result.isMissingNode()) {
            throw failure(ExpressionFailureText.about(source(text), field) + "returned nothing (undefined).");
        }
        return result;
    }

    /** Evaluates every expression inside a value, at any depth; whatever is not an expression is kept as it is. */
    public JsonNode template(JsonNode template, JsonNode states, Map<String, JsonNode> variables, String field) {
        if (template.isTextual()) {
            String text = template.textValue();
            return isExpression(text) ? evaluate(text, states, variables, field) : template;
        } else if (template.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> entry : template.properties()) {
                String path = field + "/" + entry.getKey();
                object.set(entry.getKey(), template(entry.getValue(), states, variables, path));
            }
            return object;
        } else if (template.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(template.size());
            for (int i = 0; i < template.size(); i++) {
                array.add(template(template.get(i), states, variables, field + "[" + i + "]"));
            }
            return array;
        }
        return template;
    }

    /**
     * Hands the value back if it has one of the types that the field takes.
     *
     * @param text the expression that gave the value, braces included
     * @param types names of JSON types: {@code array}, {@code object}, {@code number}, {@code string}, {@code boolean}, {@code null}
     * @throws QueryException "... returned an unexpected result type. Expected 'array', but was 'number' for value: 1"
     */
    public static JsonNode expect(JsonNode value, String text, String field, String... types) {
        String actual = typeName(value);
        for (String type : types) {
            if (type.equals(actual)) {
                return value;
            }
        }
        throw failure(
                ExpressionFailureText.about(source(text), field) + "returned an unexpected result type. Expected '"
                        + String.join("' or '", types) + "', but was '" + actual + "' for value: " + value);
    }

    private static String typeName(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case NUMBER -> "number";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            default -> "null";
        };
    }

    private JsonataExpression compiled(String text, String field) {
        JsonataExpression known = compiled.get(text);
        if (known != null) {
            return known;
        }
        if (compiled.size() >= CACHED_EXPRESSIONS) {
            compiled.clear();
        }
        String source = source(text);
        try {
            JsonataExpression expression = JsonataExpression.compile(source, functions);
            compiled.put(text, expression);
            return expression;
        } catch (RuntimeException | StackOverflowError e) {
            throw failure(ExpressionFailureText.cause(source, field, e));
        }
    }

    private static ExpressionReferences references(String text) {
        String source = source(text);
        String later = LaterOperators.first(source);
        if (later != null) {
            throw new InvalidExpression(
                    "INVALID_JSONATA_EXPRESSION",
                    "The symbol \"" + later.charAt(1) + "\" cannot be used as a unary operator");
        }
        try {
            return ExpressionReferences.of(SyntaxTree.parse(source));
        } catch (JException e) {
            throw new InvalidExpression("INVALID_JSONATA_EXPRESSION", ExpressionFailureText.message(e));
        } catch (RuntimeException | StackOverflowError e) {
            // The parser is recursive and has no bound; besides its own exception it throws what Java
            // throws.
            throw new InvalidExpression("INVALID_JSONATA_EXPRESSION", ExpressionFailureText.unreadable(e));
        }
    }

    /** The expression without its braces. */
    private static String source(String text) {
        if (!isExpression(text)) {
            throw new IllegalArgumentException("Not a JSONata expression, which is written {% ... %}: " + text);
        }
        return text.substring(BRACE, text.length() - BRACE).trim();
    }

    private static InvalidExpression unsupported(String message) {
        return new InvalidExpression("UNSUPPORTED_JSONATA_EXPRESSION", message);
    }

    static QueryException failure(String cause) {
        return new QueryException(QueryException.QUERY_EVALUATION, cause);
    }
}
