package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.query.InvalidExpression;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import dev.anabranch.engine.internal.query.jsonpath.JsonPathEvaluator;
import dev.anabranch.engine.internal.value.Timestamps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object of a definition. A parser reads each field by name and type. {@link #close} reports the
 * fields that were not read as unsupported.
 */
final class DefinitionFields {

    /** The members of {@code $states} before the state has a result. */
    static final Set<String> INPUT = Set.of("input", "context");

    /** The members of {@code $states} after the state has a result. */
    static final Set<String> RESULT = Set.of("input", "context", "result");

    /** The members of {@code $states} in a Catcher. */
    static final Set<String> ERROR_OUTPUT = Set.of("input", "context", "errorOutput");

    /** The maximum of a wait and of a timeout in a definition. */
    private static final long LONGEST_SECONDS = 99_999_999;

    /** The message for a literal that is not a timestamp. */
    static final String NO_TIMESTAMP = "String does not match RFC3339 timestamp";

    private final JsonNode node;
    private final String location;
    private final Diagnostics diagnostics;
    private final Set<String> taken = new HashSet<>();

    DefinitionFields(JsonNode node, String location, Diagnostics diagnostics) {
        this.node = node;
        this.location = location;
        this.diagnostics = diagnostics;
        if (!node.isObject()) {
            diagnostics.schema(location, "Expected value of type Object");
        }
        taken.add("Comment");
    }

    String location() {
        return location;
    }

    String at(String field) {
        return location + "/" + field;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    boolean has(String field) {
        return node.has(field);
    }

    /** Returns the value of a field, or null if the field is missing. JSON null is a value. */
    @Nullable
    JsonNode any(String field) {
        taken.add(field);
        return node.get(field);
    }

    @Nullable
    String text(String field) {
        JsonNode value = any(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            diagnostics.schema(at(field), "Expected value of type String");
            return null;
        }
        return value.textValue();
    }

    /** Returns the text of a required field. Reports a missing or empty one and returns an empty text. */
    String requiredText(String field) {
        String text = name(field);
        if (text == null && !has(field)) {
            missing(field);
        }
        return text == null ? "" : text;
    }

    /** Returns the text of an optional field, or null if the field is missing. Reports an empty text. */
    @Nullable
    String name(String field) {
        String text = text(field);
        if (text != null && text.isEmpty()) {
            diagnostics.schema(at(field), "Value must not be empty");
        }
        return text;
    }

    @Nullable
    String oneOf(String field, String... values) {
        String text = text(field);
        if (text != null && !List.of(values).contains(text)) {
            diagnostics.schema(at(field), "Value is not valid. Expected one of " + List.of(values));
            return null;
        }
        return text;
    }

    @Nullable
    Double number(String field, double least, double most) {
        JsonNode value = any(field);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
            diagnostics.schema(at(field), "Expected a number from " + shown(least) + " to " + shown(most));
            return null;
        }
        return value.doubleValue();
    }

    /** Like {@link #number}, but accepts only integers. */
    @Nullable
    Double integer(String field, double least, double most) {
        JsonNode value = any(field);
        if (value != null && value.isNumber() && !value.isIntegralNumber()) {
            diagnostics.schema(at(field), "Expected value of type Integer");
            return null;
        }
        return number(field, least, most);
    }

    boolean flag(String field) {
        JsonNode value = any(field);
        if (value != null && !value.isBoolean()) {
            diagnostics.schema(at(field), "Expected value of type Boolean");
        }
        return value != null && value.booleanValue();
    }

    /** Returns the fields of an object, or null if the field is missing. */
    @Nullable
    DefinitionFields object(String field) {
        JsonNode value = any(field);
        return value == null ? null : new DefinitionFields(value, at(field), diagnostics);
    }

    /** Returns the fields of a required object. Reports a missing one and returns the fields of an empty object. */
    DefinitionFields requiredObject(String field) {
        DefinitionFields object = object(field);
        if (object == null) {
            missing(field);
            return new DefinitionFields(JsonNodes.EMPTY_OBJECT, at(field), diagnostics);
        }
        return object;
    }

    /** Returns the fields of each object in a list; empty if the field is missing. */
    List<DefinitionFields> objects(String field) {
        List<DefinitionFields> objects = new ArrayList<>();
        JsonNode value = any(field);
        if (value == null) {
            return objects;
        }
        if (!value.isArray()) {
            diagnostics.schema(at(field), "Expected value of type Array");
            return objects;
        }
        for (int i = 0; i < value.size(); i++) {
            objects.add(new DefinitionFields(value.get(i), at(field) + "[" + i + "]", diagnostics));
        }
        return objects;
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        JsonNode value = any(field);
        if (value == null || !value.isArray()) {
            diagnostics.schema(at(field), "Expected value of type Array");
            return texts;
        }
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                diagnostics.schema(at(field), "Expected elements of type String");
            }
            texts.add(element.asText());
        }
        return texts;
    }

    Map<String, DefinitionFields> named(String field) {
        Map<String, DefinitionFields> named = new java.util.LinkedHashMap<>();
        JsonNode value = any(field);
        if (value instanceof ObjectNode object) {
            object.properties()
                    .forEach(entry -> named.put(
                            entry.getKey(),
                            new DefinitionFields(entry.getValue(), at(field) + "/" + entry.getKey(), diagnostics)));
        } else if (value != null) {
            diagnostics.schema(at(field), "Expected value of type Object");
        }
        return named;
    }

    /**
     * Returns a setting, or null if it is missing. JSONata: a literal or an expression in {@code field}. JSONPath: a
     * literal in {@code field}, or a path in {@code <field>Path}.
     */
    @Nullable
    SettingField setting(String field, QueryLanguage language) {
        JsonNode value = any(field);
        if (language == QueryLanguage.JSONATA) {
            return value == null ? null : expression(field, value);
        }
        String path = text(field + "Path");
        if (path == null) {
            return value == null ? null : new SettingField(field, SettingField.Kind.LITERAL, value);
        }
        if (value != null) {
            diagnostics.schema(location, "You cannot specify both '" + field + "' and '" + field + "Path'");
        }
        checkPath(field + "Path", path);
        return new SettingField(field + "Path", SettingField.Kind.PATH, JsonNodes.text(path));
    }

    /** Returns a setting whose value is an integer. Reports a literal of another type. */
    @Nullable
    SettingField whole(String field, QueryLanguage language) {
        return literal(setting(field, language), JsonNode::isIntegralNumber, "Integer");
    }

    /**
     * Returns a setting whose value is a duration in seconds from {@code least} to 99,999,999. Reports an invalid
     * literal.
     */
    @Nullable
    SettingField seconds(String field, QueryLanguage language, long least) {
        return between(whole(field, language), least, LONGEST_SECONDS);
    }

    /** Reports a setting with a literal number beyond the bounds, and returns the setting. */
    @Nullable
    SettingField between(@Nullable SettingField setting, long least, long most) {
        if (setting != null
                && setting.kind() == SettingField.Kind.LITERAL
                && setting.value().isNumber()
                && (setting.value().doubleValue() < least || setting.value().doubleValue() > most)) {
            diagnostics.schema(at(setting.field()), "Expected a number from " + least + " to " + most);
        }
        return setting;
    }

    /** Returns a setting whose value is a number. Reports a literal of another type. */
    @Nullable
    SettingField numeric(String field, QueryLanguage language) {
        return literal(setting(field, language), JsonNode::isNumber, "Number");
    }

    /** Returns a setting whose value is a text. Reports a literal of another type. */
    @Nullable
    SettingField textual(String field, QueryLanguage language) {
        return literal(setting(field, language), JsonNode::isTextual, "String");
    }

    /** Returns a setting whose value is a timestamp. Reports an invalid literal. */
    @Nullable
    SettingField timestamp(String field, QueryLanguage language) {
        SettingField setting = textual(field, language);
        if (setting != null
                && setting.kind() == SettingField.Kind.LITERAL
                && setting.value().isTextual()
                && !Timestamps.isRfc3339(setting.text())) {
            diagnostics.schema(at(setting.field()), NO_TIMESTAMP);
        }
        return setting;
    }

    private @Nullable SettingField literal(@Nullable SettingField setting, Predicate<JsonNode> allowed, String type) {
        if (setting != null && setting.kind() == SettingField.Kind.LITERAL && !allowed.test(setting.value())) {
            diagnostics.schema(at(setting.field()), "Expected value of type " + type);
        }
        return setting;
    }

    private SettingField expression(String field, JsonNode value) {
        if (!value.isTextual() || !JsonataEvaluator.isExpression(value.textValue())) {
            checkExpressions(value, at(field), INPUT);
            return new SettingField(field, SettingField.Kind.LITERAL, value);
        }
        checkExpressions(value, at(field), INPUT);
        return new SettingField(field, SettingField.Kind.JSONATA, value);
    }

    /** Returns a value with expressions (JSONata) or references (JSONPath) at any depth. Reports invalid ones. */
    @Nullable
    JsonNode template(String field, QueryLanguage language, Set<String> statesFields) {
        JsonNode value = any(field);
        if (value == null) {
            return null;
        }
        if (language == QueryLanguage.JSONATA) {
            checkExpressions(value, at(field), statesFields);
        } else {
            checkReferences(value, at(field));
        }
        return value;
    }

    private void checkExpressions(JsonNode value, String where, Set<String> statesFields) {
        if (value.isTextual() && JsonataEvaluator.isExpression(value.textValue())) {
            diagnostics.expression(value.textValue(), statesFields, where);
        } else if (value.isTextual() && JsonataEvaluator.isHalfAnExpression(value.textValue())) {
            diagnostics.schema(
                    where,
                    "A JSONata expression must begin with '{%' and end with '%}', without white space around them: "
                            + value.textValue());
        } else if (value.isObject()) {
            value.properties().forEach(e -> checkExpressions(e.getValue(), where + "/" + e.getKey(), statesFields));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                checkExpressions(value.get(i), where + "[" + i + "]", statesFields);
            }
        }
    }

    private void checkReferences(JsonNode value, String where) {
        if (value.isArray()) {
            value.forEach(element -> checkReferences(element, where));
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String place = where + "/" + entry.getKey();
            if (!entry.getKey().endsWith(".$")) {
                checkReferences(entry.getValue(), place);
            } else if (entry.getValue().isTextual()) {
                check(place, () -> JsonPathEvaluator.check(entry.getValue().textValue()));
            } else {
                diagnostics.schema(
                        place,
                        "The value for the field '" + entry.getKey()
                                + "' must be a valid JSONPath or a valid intrinsic function call");
            }
        }
    }

    void checkPath(String field, String path) {
        check(at(field), () -> JsonPathEvaluator.check(path));
    }

    /** Returns a path; {@code $} if the field is missing, and null if its value is null. */
    @Nullable
    String path(String field) {
        JsonNode value = any(field);
        if (value == null) {
            return "$";
        }
        if (value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            diagnostics.schema(at(field), "Expected value of type String");
            return null;
        }
        checkPath(field, value.textValue());
        return value.textValue();
    }

    /** Like {@link #path}, for a path that a result is written to. */
    @Nullable
    String referencePath(String field) {
        String path = path(field);
        if (path != null) {
            check(at(field), () -> JsonPathEvaluator.checkReference(path));
        }
        return path;
    }

    private void check(String where, Runnable check) {
        try {
            check.run();
        } catch (InvalidExpression invalid) {
            diagnostics.error(invalid.code(), where, invalid.text());
        }
    }

    void missing(String field) {
        missing(List.of(field));
    }

    /** Reports all missing fields in one diagnostic, as AWS does. */
    void require(String... names) {
        List<String> absent =
                Arrays.stream(names).filter(name -> !node.has(name)).toList();
        if (!absent.isEmpty()) {
            missing(absent);
        }
    }

    private void missing(List<String> absent) {
        diagnostics.schema(location.isEmpty() ? "/" : location, "These fields are required: " + absent);
    }

    /** Reports every field that was not read. */
    void close(String kind) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!taken.contains(name)) {
                diagnostics.schema(at(name), "Field '" + name + "' is not supported in " + kind);
            }
        }
    }

    private static String shown(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
