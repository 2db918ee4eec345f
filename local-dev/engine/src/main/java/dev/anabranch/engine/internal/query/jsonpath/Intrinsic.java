package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.engine.internal.query.InvalidExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses calls of intrinsic functions, such as <code>States.Format('{} of {}', $.a, States.ArrayLength($.b))</code>.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html">Intrinsic functions</a>
 */
final class Intrinsic {

    private static final Pattern START = Pattern.compile("States\\.[A-Za-z0-9]+\\(.*", Pattern.DOTALL);
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

    /** The maximum nesting depth: "You can nest up to 10 intrinsic functions". */
    private static final int DEEPEST = 10;

    private final String text;
    private int at;
    private int depth;

    private Intrinsic(String text) {
        this.text = text;
    }

    /** An argument of a call. */
    sealed interface Argument {}

    /** @param function the name without {@code States.} */
    record Call(String function, List<Argument> arguments) implements Argument {}

    record Path(String path) implements Argument {}

    /** @param raw the text between the quotes with its escapes, which {@code States.Format} parses itself */
    record Text(String raw) implements Argument {}

    record Value(JsonNode node) implements Argument {}

    static boolean isCall(String text) {
        return START.matcher(text).matches();
    }

    /** @throws InvalidExpression if the text is not a single call of an existing function with well-formed arguments */
    static Call parse(String text) {
        Intrinsic parser = new Intrinsic(text);
        Call call = parser.call();
        if (parser.at != text.length()) {
            throw parser.invalid("unexpected text after the call");
        }
        return call;
    }

    private Call call() {
        if (++depth > DEEPEST) {
            throw invalid("at most " + DEEPEST + " calls may be nested");
        }
        int open = text.indexOf('(', at);
        String function = text.substring(at, open).trim().substring("States.".length());
        if (!IntrinsicFunctions.exists(function)) {
            throw invalid("there is no function States." + function);
        }
        at = open + 1;
        List<Argument> arguments = new ArrayList<>();
        skipBlanks();
        while (at < text.length() && text.charAt(at) != ')') {
            arguments.add(argument());
            skipBlanks();
            separator();
        }
        if (at >= text.length()) {
            throw invalid("expected )");
        }
        at++;
        depth--;
        return new Call(function, List.copyOf(arguments));
    }

    private void separator() {
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
            skipBlanks();
            if (at < text.length() && text.charAt(at) == ')') {
                throw invalid("an argument is missing after the comma");
            }
        } else if (at < text.length() && text.charAt(at) != ')') {
            throw invalid("expected , or )");
        }
    }

    private Argument argument() {
        if (text.charAt(at) == '\'') {
            return literal();
        } else if (text.charAt(at) == '$') {
            Path path = new Path(bare());
            CompiledPath.compile(path.path());
            return path;
        } else if (isCall(text.substring(at))) {
            return call();
        }
        return new Value(constant(bare()));
    }

    private Text literal() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '\'') {
            if (text.charAt(end) != '\\') {
                end++;
            } else if (FormatTemplate.isEscape(text, end)) {
                end += 2;
            } else {
                throw invalid("a backslash in a text must be followed by one of ' { } and another backslash");
            }
        }
        if (end >= text.length()) {
            throw invalid("a string is not closed");
        }
        String raw = text.substring(at + 1, end);
        at = end + 1;
        return new Text(raw);
    }

    /**
     * Returns the text up to the comma or parenthesis that ends the argument. Those inside brackets and quotes do not
     * end it.
     */
    private String bare() {
        int start = at;
        int nesting = 0;
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (nesting > 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '[' || c == '(') {
                nesting++;
            } else if (nesting > 0 && (c == ']' || c == ')')) {
                nesting--;
            } else if (nesting == 0 && (c == ',' || c == ')')) {
                break;
            }
        }
        return text.substring(start, at).trim();
    }

    private JsonNode constant(String word) {
        return switch (word) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            case "null" -> NullNode.instance;
            default -> number(word);
        };
    }

    private JsonNode number(String word) {
        if (INTEGER.matcher(word).matches()) {
            return LongNode.valueOf(Long.parseLong(word));
        }
        try {
            return DoubleNode.valueOf(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            throw invalid(
                    "expected a path, a call, a number, true, false, null or a text in single quotes, but was " + word);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private InvalidExpression invalid(String why) {
        return new InvalidExpression(
                "SCHEMA_VALIDATION_FAILED",
                "The value for the field must be a valid JSONPath or a valid intrinsic function" + " call, at position "
                        + at + " of " + text + ": " + why);
    }
}
