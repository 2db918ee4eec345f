package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Guards library functions whose single call can take hours or all memory. The cost of a call is computed and counted
 * before the library runs it.
 */
final class BoundedFunctions {

    private static final Pattern WIDE = Pattern.compile("[,-]\\s*\\d{5}");
    private static final double LARGEST_ROMAN = 5_000_000;
    private static final double LAST_MILLIS = 8.64e15;

    private BoundedFunctions() {}

    private interface Guard {
        void check(List<?> arguments, EvaluationBounds bounds);
    }

    static void register(Jsonata expression) {
        expression.registerFunction("pad", new Jsonata.JFunction("pad", "<s-ns?:s>", Functions.class, null, "pad") {
            @Override
            @SuppressWarnings("rawtypes")
            public @Nullable Object call(Object input, List arguments) {
                return pad(arguments);
            }
        });
        register(expression, "contains", "<s-(sf):b>", BoundedFunctions::contains);
        register(expression, "split", "<s-(sf)n?:a<s>>", BoundedFunctions::split);
        register(expression, "join", "<a<s>s?:s>", BoundedFunctions::join);
        register(expression, "formatInteger", "<n-s:s>", BoundedFunctions::formatInteger);
        register(expression, "fromMillis", "dateTimeFromMillis", "<n-s?s?:s>", (arguments, bounds) -> {
            time(number(arguments, 0, 0));
            picture(arguments, 1);
        });
    }

    /**
     * Rejects milliseconds that are no time in JavaScript, whose library AWS's dialect follows.
     *
     * @see <a href="https://tc39.es/ecma262/#sec-timeclip">TimeClip</a>
     */
    private static void time(double millis) {
        if (Math.abs(millis) > LAST_MILLIS) {
            throw new JException(
                    "The argument of the fromMillis function must be at most 8640000000000000 milliseconds before or"
                            + " after 1970. Given " + millis,
                    -1);
        }
    }

    private static void register(Jsonata expression, String name, String signature, Guard guard) {
        register(expression, name, name, signature, guard);
    }

    /** @param method the name of the Java method in the library */
    private static void register(Jsonata expression, String name, String method, String signature, Guard guard) {
        expression.registerFunction(name, new Jsonata.JFunction(name, signature, Functions.class, null, method) {
            @Override
            @SuppressWarnings("rawtypes")
            public Object call(Object input, List arguments) {
                guard.check(arguments, EvaluationBounds.current());
                return super.call(input, arguments);
            }
        });
    }

    /** Replaces the library's function, which appends one character at a time and copies the text each time. */
    private static @Nullable Object pad(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        double width = number(arguments, 1, 0);
        double missing = Math.floor(Math.abs(width)) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        EvaluationBounds.current().make(text.length() + missing);
        String padding = padding(text(arguments, 2).isEmpty() ? " " : text(arguments, 2), (int) missing);
        return width < 0 ? padding + text : text + padding;
    }

    private static String padding(String with, int count) {
        int[] characters = with.codePoints().toArray();
        StringBuilder padding = new StringBuilder();
        for (int i = 0; i < count; i++) {
            padding.appendCodePoint(characters[i % characters.length]);
        }
        return padding.toString();
    }

    private static void join(List<?> arguments, EvaluationBounds bounds) {
        double length = 0;
        if (argument(arguments, 0) instanceof List<?> texts) {
            length = (double) texts.size() * text(arguments, 1).length();
            for (Object text : texts) {
                length += text instanceof String part ? part.length() : 0;
            }
        }
        bounds.make(length);
    }

    /** Finds the first match only to count its steps. */
    private static void contains(List<?> arguments, EvaluationBounds bounds) {
        if (argument(arguments, 1) instanceof Pattern pattern) {
            new RegexMatches(pattern, text(arguments, 0)).next();
        }
    }

    private static void split(List<?> arguments, EvaluationBounds bounds) {
        if (argument(arguments, 1) instanceof Pattern pattern) {
            RegexMatches matches = new RegexMatches(pattern, text(arguments, 0));
            while (matches.next()) {
                // Counts the steps of each match.
            }
        }
    }

    /** Limits Roman numerals, in which every thousand is one letter. */
    private static void formatInteger(List<?> arguments, EvaluationBounds bounds) {
        boolean roman = text(arguments, 1).regionMatches(true, 0, "i", 0, 1);
        if (roman && Math.abs(number(arguments, 0, 0)) > LARGEST_ROMAN) {
            throw new JException(EvaluationBounds.TOO_LARGE, -1);
        }
    }

    /**
     * Rejects a date picture with a component of 10,000 characters or more, such as {@code [Y,9-999999999]}, because
     * the library pads the component to that width.
     */
    static void picture(List<?> arguments, int index) {
        if (WIDE.matcher(text(arguments, index)).find()) {
            throw new JException(EvaluationBounds.TOO_LARGE, -1);
        }
    }

    private static @Nullable Object argument(List<?> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    private static String text(List<?> arguments, int index) {
        return argument(arguments, index) instanceof String text ? text : "";
    }

    private static double number(List<?> arguments, int index, double otherwise) {
        return argument(arguments, index) instanceof Number number ? number.doubleValue() : otherwise;
    }
}
