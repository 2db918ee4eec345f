package dev.anabranch.translate.internal.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;

/** Writes JSONata expressions and literals for the fields of states. */
public final class JsonataWriter {

    /**
     * The names that a variable must not have: the variable of Step Functions, the functions that a variable would hide
     * (https://docs.jsonata.org/overview, https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
     * and, for fields with the same names, the keywords of the language.
     */
    public static final Set<String> RESERVED =
            Set.of(("states and or in true false null function eval abs append assert average"
                            + " base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent distinct each"
                            + " encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber"
                            + " fromMillis hash join keys length lookup lowercase map match max merge millis min not now number pad"
                            + " parse parseInteger partition power random range reduce replace reverse round shuffle sift single sort"
                            + " split spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase"
                            + " uuid zip")
                    .split(" "));

    private JsonataWriter() {}

    /** Returns a field's value for an expression: {@code {% expression %}}. */
    public static TextNode of(String expression) {
        return TextNode.valueOf(text(expression));
    }

    /** Returns a field's text for an expression. */
    public static String text(String expression) {
        return "{% " + expression + " %}";
    }

    /**
     * Returns a string literal of JSONata, which has the escapes of JSON (https://docs.jsonata.org/simple#strings). It
     * never contains <code>${</code>, which deployments replace (DefinitionSubstitutions,
     * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html).
     */
    public static String string(String value) {
        return json(TextNode.valueOf(value));
    }

    private static String json(JsonNode json) {
        return json.toString().replace("${", "$\\u007b");
    }

    /**
     * Returns JSON that evaluates to {@code json} in a field that is evaluated. A text that looks like an expression,
     * or that a deployment would replace, becomes an expression.
     */
    public static JsonNode literal(JsonNode json) {
        if (json.isTextual()) {
            String text = json.textValue();
            boolean plain = !text.startsWith("{%") && !text.endsWith("%}") && !text.contains("${");
            return plain ? json : of(string(text));
        }
        if (json.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(json.size());
            json.forEach(element -> copy.add(literal(element)));
            return copy;
        }
        if (json.isObject()) {
            if (json.properties().stream().anyMatch(field -> field.getKey().contains("${"))) {
                return of(json(json));
            }
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            json.properties().forEach(field -> copy.set(field.getKey(), literal(field.getValue())));
            return copy;
        }
        return json;
    }
}
