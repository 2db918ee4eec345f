package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One compiled expression. Thread-safe: each evaluation has a separate frame. */
final class JsonataExpression {

    private final String source;
    private final @Nullable VariablePath path;
    private final com.dashjoin.jsonata.Jsonata interpreter;
    private final Set<String> names;

    private JsonataExpression(
            String source, @Nullable VariablePath path, com.dashjoin.jsonata.Jsonata interpreter, Set<String> names) {
        this.source = source;
        this.path = path;
        this.interpreter = interpreter;
        this.names = names;
    }

    /** @throws JException if the text does not parse */
    static JsonataExpression compile(String source, DialectFunctions functions) {
        Set<String> names = ExpressionReferences.of(SyntaxTree.parse(source)).names();
        com.dashjoin.jsonata.Jsonata interpreter = com.dashjoin.jsonata.Jsonata.jsonata(source);
        interpreter.setOutputConvertNulls(false);
        interpreter.setValidateInput(false);
        functions.register(interpreter);
        BoundedFunctions.register(interpreter);
        StandardFunctions.register(interpreter);
        return new JsonataExpression(source, VariablePath.parse(source), interpreter, names);
    }

    /** Returns the value; a missing node if it is undefined. */
    JsonNode evaluate(JsonNode states, Map<String, JsonNode> variables, String field) {
        JsonNode read = read(states, variables);
        return read == null ? interpret(states, variables, field) : read;
    }

    /**
     * Returns the value of an expression that only reads one; a missing node if it is undefined; null if the
     * interpreter must evaluate the expression.
     */
    @Nullable
    JsonNode read(JsonNode states, Map<String, JsonNode> variables) {
        return path == null ? null : path.read(states, variables);
    }

    /** Evaluates the expression with the interpreter, without the shortcut for paths. */
    JsonNode interpret(JsonNode states, Map<String, JsonNode> values, String field) {
        Frame frame = interpreter.createFrame();
        bind(frame, states, values);
        try (EvaluationBounds bounds = EvaluationBounds.on(frame)) {
            return interpret(frame, bounds, field);
        }
    }

    // Evaluates the expression. Also catches Error, which the library throws; the memory of an evaluation is free again
    // after an OutOfMemoryError.
    private JsonNode interpret(Frame frame, EvaluationBounds bounds, String field) {
        try {
            Object result = interpreter.evaluate(null, frame);
            if (result == null) {
                return MissingNode.getInstance();
            }
            EvaluationBounds.weigh(result);
            return JsonataValues.toNode(result);
        } catch (JsonataValues.UnsupportedResult e) {
            throw JsonataEvaluator.failure(
                    ExpressionFailureText.about(source, field) + "returned an unsupported result type.");
        } catch (RuntimeException | Error e) {
            // The library also throws exceptions of Java, such as NumberFormatException and ClassCastException.
            JsonNode infinite = bounds.outermost() ? notFinite(e) : null;
            if (infinite != null) {
                return infinite;
            }
            throw JsonataEvaluator.failure(ExpressionFailureText.cause(source, field, e));
        }
    }

    private void bind(Frame frame, JsonNode states, Map<String, JsonNode> values) {
        for (String name : names) {
            JsonNode value = values.get(name);
            if (value != null) {
                frame.bind(name, JsonataValues.toLibrary(value));
            }
        }
        frame.bind("states", JsonataValues.toLibrary(states));
    }

    /**
     * Returns "Infinity" for an expression such as 1/0, as AWS does; null for any other failure. The library throws
     * instead, so the value is lost inside a larger expression.
     */
    private static @Nullable JsonNode notFinite(Throwable failure) {
        JException library = ExpressionFailureText.library(failure);
        if (library == null || !"D1001".equals(library.getError())) {
            return null;
        }
        return library.getCurrent() instanceof Number number ? JsonataValues.numberNode(number) : null;
    }
}
