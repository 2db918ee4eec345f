package dev.anabranch.engine.query;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the library which one call can keep busy for hours or make take all memory: what a call costs is found out, and
 * counted, before the library gets it.
 */
final class BoundedFunctions {

    private static final long STEPS_PER_CHARACTER = 1;
    private static final Pattern WIDE = Pattern.compile("[,-]\\s*\\d{5}");
    private static final double LARGEST_ROMAN = 5_000_000;

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
        register(expression, "match", "<s-f<s:o>n?:a<o>>", BoundedFunctions::match);
        register(expression, "contains", "<s-(sf):b>", BoundedFunctions::match);
        register(expression, "split", "<s-(sf)n?:a<s>>", BoundedFunctions::match);
        register(expression, "replace", "<s-(sf)(sf)n?:s>", BoundedFunctions::replace);
        register(expression, "join", "<a<s>s?:s>", BoundedFunctions::join);
        register(expression, "string", "<x-b?:s>", BoundedFunctions::weigh);
        register(expression, "distinct", "<x:x>", BoundedFunctions::weigh);
        register(expression, "formatInteger", "<n-s:s>", BoundedFunctions::formatInteger);
        register(
                expression,
                "fromMillis",
                "dateTimeFromMillis",
                "<n-s?s?:s>",
                (arguments, bounds) -> picture(arguments, 1));
        register(expression, "toMillis", "dateTimeToMillis", "<s-s?:n>", (arguments, bounds) -> picture(arguments, 1));
    }

    private static void register(Jsonata expression, String name, String signature, Guard guard) {
        register(expression, name, name, signature, guard);
    }

    /** @param method what the function is called in the library's Java */
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

    /** Answers itself: the library lengthens the text by one character at a time, and copies it each time. */
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

    private static void match(List<?> arguments, EvaluationBounds bounds) {
        if (argument(arguments, 1) instanceof Pattern pattern) {
            matches(pattern, text(arguments, 0), bounds);
        }
    }

    private static void replace(List<?> arguments, EvaluationBounds bounds) {
        String text = text(arguments, 0);
        Object what = argument(arguments, 1);
        double times = text.length() + 1.0;
        if (what instanceof Pattern pattern) {
            times = matches(pattern, text, bounds);
        } else if (what instanceof String literal && !literal.isEmpty()) {
            times = text.length() / (double) literal.length();
        }
        if (argument(arguments, 3) instanceof Number limit) {
            times = Math.max(0, limit.doubleValue());
            bounds.spend((long) Math.min(times * (text.length() + 1.0), Long.MAX_VALUE / 2.0));
        }
        bounds.make(text.length() + times * text(arguments, 2).length());
    }

    private static void weigh(List<?> arguments, EvaluationBounds bounds) {
        Object value = argument(arguments, 0);
        if (value != null) {
            EvaluationBounds.weigh(value);
        }
    }

    /** In Roman numerals every thousand is a letter. */
    private static void formatInteger(List<?> arguments, EvaluationBounds bounds) {
        boolean roman = text(arguments, 1).regionMatches(true, 0, "i", 0, 1);
        if (roman && Math.abs(number(arguments, 0, 0)) > LARGEST_ROMAN) {
            throw new JException(EvaluationBounds.TOO_LARGE, -1);
        }
    }

    /** A picture of a moment may ask for a component of any width, {@code [Y,9-999999999]}: the library fills it up. */
    static void picture(List<?> arguments, int index) {
        if (WIDE.matcher(text(arguments, index)).find()) {
            throw new JException(EvaluationBounds.TOO_LARGE, -1);
        }
    }

    /**
     * How often the pattern matches. Java's regular expressions try out every way to match, which can be more than there are atoms;
     * a look at a character of this text is a step.
     */
    private static int matches(Pattern pattern, String text, EvaluationBounds bounds) {
        int found = 0;
        Matcher matcher = pattern.matcher(new CountedText(text, bounds));
        while (matcher.find()) {
            found++;
        }
        return found;
    }

    private record CountedText(String text, EvaluationBounds bounds) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            bounds.spend(STEPS_PER_CHARACTER);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
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
