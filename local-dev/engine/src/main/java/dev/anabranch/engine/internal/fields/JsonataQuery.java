package dev.anabranch.engine.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.definition.Catcher;
import dev.anabranch.engine.internal.definition.ChoiceRule;
import dev.anabranch.engine.internal.definition.DataFlow;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import dev.anabranch.engine.internal.value.CompactNodes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields of a JSONata state. */
final class JsonataQuery implements StateQuery {

    private final JsonataEvaluator jsonata;
    private final DataFlow.Expressions flow;
    private final QueryScope scope;

    JsonataQuery(JsonataEvaluator jsonata, DataFlow.Expressions flow, QueryScope scope) {
        this.jsonata = jsonata;
        this.flow = flow;
        this.scope = scope;
    }

    @Override
    public JsonNode input() {
        return scope.rawInput();
    }

    @Override
    public JsonNode arguments() {
        return evaluate(flow.arguments(), "Arguments", this::states, scope.rawInput());
    }

    @Override
    public JsonNode select(JsonNode result) {
        return result;
    }

    @Override
    public JsonNode output(JsonNode result) {
        return evaluate(flow.output(), "Output", () -> withResult(result), result);
    }

    @Override
    public Map<String, JsonNode> assignments(JsonNode result) {
        return variables(flow.assign(), "Assign", () -> withResult(result));
    }

    @Override
    public JsonNode caught(Catcher catcher, int index, JsonNode errorOutput) {
        return evaluate(catcher.output(), "Catch[" + index + "]/Output", () -> withError(errorOutput), errorOutput);
    }

    @Override
    public Map<String, JsonNode> caughtAssignments(Catcher catcher, int index, JsonNode errorOutput) {
        return variables(catcher.assign(), "Catch[" + index + "]/Assign", () -> withError(errorOutput));
    }

    @Override
    public JsonNode chosen(ChoiceRule rule, int index) {
        return evaluate(rule.output(), "Choices[" + index + "]/Output", this::states, scope.rawInput());
    }

    @Override
    public Map<String, JsonNode> chosenAssignments(ChoiceRule rule, int index) {
        return variables(rule.assign(), "Choices[" + index + "]/Assign", this::states);
    }

    @Override
    public JsonNode value(SettingField setting) {
        return setting.kind() == SettingField.Kind.LITERAL
                ? setting.value()
                : jsonata.evaluate(setting.text(), states(), scope.variables(), setting.field());
    }

    @Override
    public JsonNode items(@Nullable SettingField items, boolean distributed) {
        if (items == null) {
            JsonNode input = scope.rawInput();
            if (!input.isArray() && !(distributed && input.isObject())) {
                throw new QueryException(
                        QueryException.QUERY_EVALUATION, "Map state input must be an array but was: " + input);
            }
            return input;
        }
        JsonNode template = items.value();
        JsonNode value = jsonata.template(template, states(), scope.variables(), "Items");
        return !template.isTextual() || (distributed && value.isObject())
                ? value
                : JsonataEvaluator.expect(value, template.textValue(), "Items", "array");
    }

    @Override
    public JsonNode template(JsonNode template, String field, JsonNode context) {
        return jsonata.template(template, states(context), scope.variables(), field);
    }

    /**
     * Evaluates a field, or returns {@code otherwise} without it. Creates {@code $states} only for an existing field,
     * because most fields are absent.
     */
    private JsonNode evaluate(
            @Nullable JsonNode template, String field, Supplier<JsonNode> states, JsonNode otherwise) {
        if (template == null) {
            return otherwise;
        }
        return template.isContainerNode() && template.isEmpty()
                ? template.deepCopy()
                : jsonata.template(template, states.get(), scope.variables(), field);
    }

    private Map<String, JsonNode> variables(@Nullable JsonNode template, String field, Supplier<JsonNode> states) {
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        if (template != null) {
            JsonNode values = jsonata.template(template, states.get(), scope.variables(), field);
            values.properties().forEach(value -> variables.put(value.getKey(), value.getValue()));
        }
        return variables;
    }

    private ObjectNode states() {
        return states(scope.context());
    }

    private ObjectNode states(JsonNode context) {
        ObjectNode states = CompactNodes.INSTANCE.objectNode();
        states.set("input", scope.rawInput());
        states.set("context", context);
        return states;
    }

    private ObjectNode withResult(JsonNode result) {
        return states().set("result", result);
    }

    private ObjectNode withError(JsonNode errorOutput) {
        return states().set("errorOutput", errorOutput);
    }

    @Override
    public String argumentsField() {
        return "Arguments";
    }
}
