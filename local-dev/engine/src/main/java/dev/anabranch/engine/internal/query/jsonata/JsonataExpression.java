package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One compiled expression. It is shared by all threads; each evaluation has its own frame. */
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

    /** The value; a missing node where it is undefined. */
    JsonNode evaluate(JsonNode states, Map<String, JsonNode> variables, String field) {
        JsonNode read = path == null ? null : path.read(states, variables);
        return read == null ? interpret(states, variables, field) : read;
    }

    /** The same without the short cut. */
    JsonNode interpret(JsonNode states, Map<String, JsonNode> values, String field) {
        Frame frame = interpreter.createFrame();
        bind(frame, states, values);
        try (EvaluationBounds bounds = EvaluationBounds.on(frame)) {
            return interpret(frame, bounds, field);
        }
    }

    // The library throws Error itself, and an expression that takes all memory has freed it again when it gets here.
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
            // Besides its own exception the library throws what Java throws: NumberFormatException, ClassCastException,
            // ...
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

    /** AWS lets 1/0 be "Infinity", where the library throws; inside a larger expression the value is lost. */
    private static @Nullable JsonNode notFinite(Throwable failure) {
        JException library = ExpressionFailureText.library(failure);
        if (library == null || !"D1001".equals(library.getError())) {
            return null;
        }
        return library.getCurrent() instanceof Number number ? JsonataValues.numberNode(number) : null;
    }
}
