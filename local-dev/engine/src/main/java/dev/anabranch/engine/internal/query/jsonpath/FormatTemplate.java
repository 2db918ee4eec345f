package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.StringJoiner;

/** The template of {@code States.Format}, and the escapes of all text literals. */
final class FormatTemplate {

    private static final String ESCAPABLE = "'{}\\";

    private FormatTemplate() {}

    /** Replaces each <code>{}</code> of the first argument with the next of the other arguments. */
    static String fill(IntrinsicArguments arguments) {
        if (arguments.count() == 0) {
            throw new IntrinsicFunctions.Refused("Invalid number of arguments for States.Format: 0");
        }
        String template = arguments.text(0);
        StringBuilder filled = new StringBuilder();
        int next = 1;
        for (int i = 0; i < template.length(); i++) {
            if (isEscape(template, i)) {
                filled.append(template.charAt(++i));
            } else if (template.startsWith("{}", i)) {
                if (next >= arguments.count()) {
                    throw mismatch(template, arguments);
                }
                filled.append(text(arguments.any(next++)));
                i++;
            } else if (template.charAt(i) == '{') {
                throw new IntrinsicFunctions.Refused(
                        "Invalid template in States.Format: matching '}' not found for '{'.");
            } else if (ESCAPABLE.indexOf(template.charAt(i)) > 0) {
                throw new IntrinsicFunctions.Refused("Invalid template in States.Format: the character "
                        + template.charAt(i) + " at position " + i + " must be escaped with a backslash.");
            } else {
                filled.append(template.charAt(i));
            }
        }
        if (next != arguments.count()) {
            throw mismatch(template, arguments);
        }
        return filled.toString();
    }

    /** Returns a literal without its escapes. */
    static String unescape(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            i += isEscape(raw, i) ? 1 : 0;
            plain.append(raw.charAt(i));
        }
        return plain.toString();
    }

    /** Returns whether there is a backslash and a character that may follow it. */
    static boolean isEscape(String text, int at) {
        return text.charAt(at) == '\\' && at + 1 < text.length() && ESCAPABLE.indexOf(text.charAt(at + 1)) >= 0;
    }

    /**
     * Returns the text of a value. AWS formats arrays and objects as Java's collections: <code>{Id=x, Name=y}</code>.
     */
    private static String text(JsonNode node) {
        if (node.isObject()) {
            StringJoiner fields = new StringJoiner(", ", "{", "}");
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                fields.add(field.getKey() + "=" + text(field.getValue()));
            }
            return fields.toString();
        } else if (node.isArray()) {
            StringJoiner elements = new StringJoiner(", ", "[", "]");
            node.forEach(element -> elements.add(text(element)));
            return elements.toString();
        }
        return node.asText();
    }

    private static IntrinsicFunctions.Refused mismatch(String template, IntrinsicArguments arguments) {
        return new IntrinsicFunctions.Refused("The number of arguments (" + (arguments.count() - 1)
                + ") does not match the number of {} in the template: " + template);
    }
}
