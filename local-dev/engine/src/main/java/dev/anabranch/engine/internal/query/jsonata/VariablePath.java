package dev.anabranch.engine.internal.query.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An expression that consists only of a variable and field names, such as <code>$states.input.order.id</code>, or of
 * {@code $string} of one. Most expressions do. It is read directly from the nodes, which is many times faster than the
 * interpreter, if both certainly have the same result.
 */
final class VariablePath {

    private static final Pattern SHAPE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)((?:\\.[A-Za-z_][A-Za-z0-9_]*)*)");

    private static final Pattern STRING = Pattern.compile("\\$string\\((.*)\\)");

    private static final Pattern FIELD = Pattern.compile("[^.]+");

    /** Names that are not fields in JSONata. After a dot, {@code and}, {@code or} and {@code in} are fields. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "function");

    private final String variable;
    private final String[] fields;
    private final boolean text;

    private VariablePath(String variable, List<String> fields, boolean text) {
        this.variable = variable;
        this.fields = fields.toArray(new String[0]);
        this.text = text;
    }

    /** Returns the path of the expression, or null if it is not such a path. */
    static @Nullable VariablePath parse(String expression) {
        Matcher string = STRING.matcher(expression);
        boolean text = string.matches();
        Matcher shape = SHAPE.matcher(text ? string.group(1) : expression);
        if (!shape.matches()) {
            return null;
        }
        List<String> fields =
                FIELD.matcher(shape.group(2)).results().map(MatchResult::group).toList();
        if (fields.stream().anyMatch(WORDS::contains)) {
            return null;
        }
        return new VariablePath(shape.group(1), fields, text);
    }

    /**
     * Reads the value of the path.
     *
     * @return a missing node for "undefined"; null if the interpreter must evaluate the expression, because the variable
     *     may be a function, a value on the path is an array, or the text of the value is not certain
     */
    @Nullable
    JsonNode read(JsonNode states, Map<String, JsonNode> variables) {
        JsonNode value = value(states, variables);
        if (!text || value == null || value.isMissingNode()) {
            return value;
        }
        if (variables.containsKey("string")) {
            return null;
        }
        return value.isInt() ? TextNode.valueOf(Integer.toString(value.intValue())) : value.isTextual() ? value : null;
    }

    private @Nullable JsonNode value(JsonNode states, Map<String, JsonNode> variables) {
        JsonNode node = variable.equals("states") ? states : variables.get(variable);
        for (String field : fields) {
            if (node == null || node.isArray()) {
                return null;
            }
            node = node.get(field);
            if (node == null) {
                return MissingNode.getInstance();
            }
        }
        return node == null ? null : JsonataValues.normal(node);
    }
}
