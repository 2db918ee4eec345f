package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.JException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.query.InvalidExpression;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.SharedRandom;
import dev.anabranch.engine.internal.value.CompactNodes;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates JSONata as Step Functions does. Every expression is the whole string of the definition, including
 * <code>{%</code> and <code>%}</code>. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Transforming data with
 *     JSONata</a>
 */
public final class JsonataEvaluator {

    /** The maximum number of cached expressions. It limits memory if expressions are generated. */
    private static final int CACHED_EXPRESSIONS = 10_000;

    private static final int BRACE = 2;

    private final DialectFunctions functions;
    private final Map<String, JsonataExpression> compiled = new ConcurrentHashMap<>();

    /**
     * @param random the source for {@code $random}, {@code $uuid} and {@code $shuffle}; calls are synchronized
     * @param clock the clock for {@code $now} and {@code $millis}
     */
    public JsonataEvaluator(RandomGenerator random, InstantSource clock) {
        this.functions = new DialectFunctions(SharedRandom.of(random), clock);
    }

    /** Returns true if the string is an expression: it begins with <code>{%</code> and ends with <code>%}</code>. */
    public static boolean isExpression(String text) {
        return text.length() >= 2 * BRACE && text.startsWith("{%") && text.endsWith("%}");
    }

    /**
     * Returns true if the string has only one of the delimiters of an expression. AWS rejects such a string. It accepts
     * a string with white space around both delimiters as text.
     */
    public static boolean isHalfAnExpression(String text) {
        return !isExpression(text) && (text.startsWith("{%") || text.endsWith("%}"));
    }

    /**
     * Checks an expression as AWS does when a definition is created. Accepts {@code $eval}, which fails on AWS only at
     * run time.
     *
     * @param text the expression with its delimiters
     * @param statesFields the fields of {@code $states} that exist for the expression: {@code input}, {@code context},
     *     and optionally {@code result} or {@code errorOutput}
     * @throws InvalidExpression if the text does not parse, or uses an unsupported feature or a field that does not
     *     exist
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
     * Returns the names, without {@code $}, of the variables that the expression reads and does not bind. Excludes
     * {@code $states} and the built-in functions.
     *
     * @throws InvalidExpression if the text does not parse
     */
    public static Set<String> variables(String text) {
        return references(text).variables();
    }

    /**
     * Evaluates one expression.
     *
     * @param text the expression with its delimiters
     * @param states the value of {@code $states}: an object with {@code input}, {@code context} and optionally
     *     {@code result} or {@code errorOutput}; it is not copied, and the result may share nodes with it
     * @param variables the workflow variables in scope, by name without {@code $}
     * @param field the position of the expression for error messages, for example {@code Output/total}
     * @throws QueryException {@code States.QueryEvaluationError}, also if the result is undefined
     */
    public JsonNode evaluate(String text, JsonNode states, Map<String, JsonNode> variables, String field) {
        JsonNode result = compiled(text, field).evaluate(states, variables, field);
        if (result.isMissingNode()) {
            throw failure(ExpressionFailureText.about(source(text), field) + "returned nothing (undefined).");
        }
        return result;
    }

    /** Evaluates all expressions in a value, at any depth. Other values are kept. */
    public JsonNode template(JsonNode template, JsonNode states, Map<String, JsonNode> variables, String field) {
        if (template.isTextual()) {
            String text = template.textValue();
            return isExpression(text) ? evaluate(text, states, variables, field) : template;
        } else if (template.isObject()) {
            ObjectNode object = CompactNodes.INSTANCE.objectNode();
            for (Map.Entry<String, JsonNode> entry : template.properties()) {
                JsonNode value = entry.getValue();
                JsonNode read = value.isTextual() ? read(value, states, variables) : null;
                if (read == null) {
                    // The path is only for messages about expressions.
                    String path = value.isContainerNode() || value.isTextual() ? field + "/" + entry.getKey() : field;
                    read = template(value, states, variables, path);
                }
                object.set(entry.getKey(), read);
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
     * Returns a literal text, or the value of an expression that was compiled before and only reads an existing value;
     * null for other expressions.
     */
    private @Nullable JsonNode read(JsonNode text, JsonNode states, Map<String, JsonNode> variables) {
        if (!isExpression(text.textValue())) {
            return text;
        }
        JsonataExpression known = compiled.get(text.textValue());
        JsonNode read = known == null ? null : known.read(states, variables);
        return read == null || read.isMissingNode() ? null : read;
    }

    /**
     * Returns the value if its type is one of the accepted types.
     *
     * @param text the expression that returned the value, with its delimiters
     * @param types names of JSON types: {@code array}, {@code object}, {@code number}, {@code string}, {@code boolean},
     *     {@code null}
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
            // The parser is recursive without a limit, and throws exceptions of Java besides its own.
            throw new InvalidExpression("INVALID_JSONATA_EXPRESSION", ExpressionFailureText.unreadable(e));
        }
    }

    /** Returns the expression without its delimiters. */
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
