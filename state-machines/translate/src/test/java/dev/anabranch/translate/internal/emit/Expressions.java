package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the JSONata expressions of a field and the names that they use. */
final class Expressions {

    private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'");
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)(\\s*\\()?");
    private static final Pattern STATES = Pattern.compile("\\$states\\.([A-Za-z]+(?:\\.[A-Za-z]+)*)");

    private static final Pattern BOUND = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)\\s*:=");
    private static final Pattern PARAMETERS = Pattern.compile("\\bfunction\\s*\\(([^)]*)\\)");

    private Expressions() {}

    /** Returns the texts of all expressions in a field, without their string literals. */
    static List<String> in(JsonNode field) {
        List<String> expressions = new ArrayList<>();
        collect(field, expressions);
        return expressions;
    }

    private static void collect(JsonNode json, List<String> into) {
        if (json.isTextual()) {
            String text = json.textValue();
            if (isExpression(text)) {
                into.add(STRING.matcher(text.substring(2, text.length() - 2)).replaceAll("''"));
            }
        }
        json.forEach(element -> collect(element, into));
    }

    static boolean isExpression(String text) {
        return text.startsWith("{%") && text.endsWith("%}") && text.length() >= 4;
    }

    /** Returns true for a text that is not an expression but that AWS could treat as one. */
    static boolean isHalfAnExpression(String text) {
        return !isExpression(text)
                && (text.strip().startsWith("{%") || text.strip().endsWith("%}"));
    }

    /**
     * Returns the variables that an expression reads, without those that it binds in a block or as parameters of a
     * function.
     */
    static Set<String> variables(String expression) {
        Set<String> names = names(expression, false);
        Matcher block = BOUND.matcher(expression);
        while (block.find()) {
            names.remove(block.group(1));
        }
        Matcher function = PARAMETERS.matcher(expression);
        while (function.find()) {
            names.removeAll(names(function.group(1), false));
        }
        return names;
    }

    /** Returns the functions that an expression calls. */
    static Set<String> functions(String expression) {
        return names(expression, true);
    }

    private static Set<String> names(String expression, boolean functions) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = VARIABLE.matcher(expression);
        while (matcher.find()) {
            if ((matcher.group(2) != null) == functions && !matcher.group(1).equals("states")) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /** Returns the paths below {@code $states} that an expression reads. */
    static Set<String> states(String expression) {
        Set<String> paths = new LinkedHashSet<>();
        Matcher matcher = STATES.matcher(expression);
        while (matcher.find()) {
            paths.add(matcher.group(1));
        }
        return paths;
    }
}
