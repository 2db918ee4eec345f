package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Builds the error message of AWS for a failed expression: a sentence with the expression and the field, then the code
 * and the text of jsonata-js. The Java library's texts differ: they contain "Object" instead of "function" and quote
 * every inserted value.
 */
final class ExpressionFailureText {

    static final String TOO_DEEP = "Stack overflow error: Check for non-terminating recursive function. "
            + "Consider rewriting as tail-recursive";

    private static final String NESTED =
            "The expression is nested too deeply. Split it into expressions of several states.";

    private static final Pattern CODE = Pattern.compile("[A-Z]\\d{4}");
    private static final Pattern CODED = Pattern.compile("[A-Z]\\d{4}: .*", Pattern.DOTALL);
    /** The library's message for a null argument. */
    private static final Pattern REFUSED = Pattern.compile("Argument error calling function (\\w+)");

    private static final String FIRST = "\u0001";
    private static final String SECOND = "\u0002";
    private static final Map<String, String> ELEMENTS =
            Map.of("a", "arrays", "b", "booleans", "f", "functions", "n", "numbers", "o", "objects", "s", "strings");

    private ExpressionFailureText() {}

    /** Returns the cause of a failed evaluation. */
    static String cause(String expression, String field, Throwable failure) {
        String text = text(failure);
        return about(expression, field) + "threw an error during evaluation"
                + (CODED.matcher(text).matches() ? ". " : ": ") + text;
    }

    /** Returns the common beginning of all causes. */
    static String about(String expression, String field) {
        return "The JSONata expression '" + expression + "' specified for the field '" + field + "' ";
    }

    /** Returns the message for an expression on which the parser fails without a message. */
    static String unreadable(Throwable failure) {
        if (isStackOverflow(failure)) {
            return NESTED;
        } else if (failure instanceof PatternSyntaxException pattern) {
            return "The regular expression /" + pattern.getPattern() + "/ is not valid: " + pattern.getDescription();
        }
        return failure instanceof IndexOutOfBoundsException
                ? "The expression ends inside a comment, a string or a regular expression that is not closed."
                : "The expression cannot be read: " + failure.getMessage();
    }

    /**
     * Returns true for a stack overflow, also if it occurred while Java compiled a regular expression, which throws a
     * PatternSyntaxException.
     */
    private static boolean isStackOverflow(Throwable failure) {
        return failure instanceof StackOverflowError
                || (failure instanceof PatternSyntaxException pattern
                        && pattern.getDescription().startsWith("Stack overflow"));
    }

    private static String text(Throwable failure) {
        if (isStackOverflow(failure)) {
            return TOO_DEEP;
        } else if (failure instanceof OutOfMemoryError) {
            return EvaluationBounds.TOO_LARGE;
        }
        JException library = library(failure);
        if (library != null) {
            return text(library);
        }
        String text = String.valueOf(failure.getMessage());
        Matcher refused = REFUSED.matcher(text);
        return refused.find()
                ? "T0410: Argument 1 of function \"" + refused.group(1) + "\" does not match function signature"
                : text;
    }

    /** Returns the exception of the library, which may be wrapped by reflection; null if there is none. */
    static @Nullable JException library(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof JException library) {
                return library;
            }
        }
        return null;
    }

    private static String text(JException failure) {
        String code = String.valueOf(failure.getError());
        return CODE.matcher(code).matches() ? code + ": " + message(failure) : code;
    }

    /** Returns the text without its code. Parser errors are reported in this form. */
    static String message(JException failure) {
        String code = String.valueOf(failure.getError());
        Object first = failure.getCurrent();
        Object second = failure.getExpected();
        return switch (code) {
            // The library's exception has neither the function and the argument nor the operator.
            case "T0412" ->
                "Argument " + json(first) + " must be an array of "
                        + json(ELEMENTS.getOrDefault(String.valueOf(second), String.valueOf(second)));
            case "T2009" ->
                "The values " + json(first) + " and " + json(second)
                        + " either side of the operator must be of the same data type";
            default ->
                JException.msg(code, -1, FIRST, SECOND)
                        .replace("Object", "function")
                        .replace('"' + FIRST + '"', json(first))
                        .replace('"' + SECOND + '"', json(second))
                        .replace(FIRST, String.valueOf(first))
                        .replace(SECOND, String.valueOf(second));
        };
    }

    private static String json(@Nullable Object value) {
        boolean isJson = value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Map
                || value instanceof List
                || value == Jsonata.NULL_VALUE;
        if (value == null || !isJson) {
            return '"' + String.valueOf(value) + '"';
        }
        try {
            return JsonataValues.toNode(value).toString();
        } catch (JsonataValues.UnsupportedResult e) {
            return value instanceof List ? "(an array with a function in it)" : "(an object with a function in it)";
        }
    }
}
