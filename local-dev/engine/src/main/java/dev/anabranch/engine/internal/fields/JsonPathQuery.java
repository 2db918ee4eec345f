package dev.anabranch.engine.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.engine.internal.definition.Catcher;
import dev.anabranch.engine.internal.definition.ChoiceRule;
import dev.anabranch.engine.internal.definition.DataFlow;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonpath.JsonPathEvaluator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSONPath state. */
final class JsonPathQuery implements StateQuery {

    private final JsonPathEvaluator paths;
    private final DataFlow.Paths flow;
    private final QueryScope scope;

    JsonPathQuery(JsonPathEvaluator paths, DataFlow.Paths flow, QueryScope scope) {
        this.paths = paths;
        this.flow = flow;
        this.scope = scope;
    }

    @Override
    public JsonNode input() {
        return part(flow.inputPath(), scope.rawInput(), "InputPath");
    }

    @Override
    public JsonNode arguments() {
        JsonNode input = input();
        return flow.parameters() == null ? input : template(flow.parameters(), input, scope.context());
    }

    @Override
    public JsonNode select(JsonNode result) {
        return flow.resultSelector() == null ? result : template(flow.resultSelector(), result, scope.context());
    }

    @Override
    public JsonNode output(JsonNode selected) {
        return part(flow.outputPath(), placed(flow.resultPath(), selected), "OutputPath");
    }

    @Override
    public Map<String, JsonNode> assignments(JsonNode selected) {
        return variables(flow.assign(), selected);
    }

    @Override
    public JsonNode caught(Catcher catcher, int index, JsonNode errorOutput) {
        return placed(catcher.resultPath(), errorOutput);
    }

    @Override
    public Map<String, JsonNode> caughtAssignments(Catcher catcher, int index, JsonNode errorOutput) {
        return variables(catcher.assign(), errorOutput);
    }

    @Override
    public JsonNode chosen(ChoiceRule rule, int index) {
        return output(input());
    }

    @Override
    public Map<String, JsonNode> chosenAssignments(ChoiceRule rule, int index) {
        return variables(rule.assign(), input());
    }

    @Override
    public JsonNode value(SettingField setting) {
        return setting.kind() == SettingField.Kind.LITERAL ? setting.value() : read(setting.text(), setting.field());
    }

    @Override
    public JsonNode items(@Nullable SettingField items, boolean distributed) {
        JsonNode value = items == null ? input() : value(items);
        if (!value.isArray()) {
            throw new QueryException(
                    QueryException.RUNTIME,
                    items == null
                            ? "Map state input must be an array but was: " + value
                            : "Reference path \"" + items.text() + "\" must point to array.");
        }
        return value;
    }

    @Override
    public JsonNode template(JsonNode template, String field, JsonNode context) {
        return template(template, input(), context);
    }

    /** Reads a path of a comparison. */
    JsonNode read(String path, String field) {
        return paths.read(path, input(), scope.context(), scope.variables(), field);
    }

    /** Returns true if a path of a comparison finds a value. */
    boolean exists(String path) {
        return paths.exists(path, input(), scope.context(), scope.variables());
    }

    private JsonNode part(@Nullable String path, JsonNode document, String field) {
        if (path == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        return path.equals("$") ? document : paths.read(path, document, scope.context(), scope.variables(), field);
    }

    private JsonNode placed(@Nullable String resultPath, JsonNode result) {
        if (resultPath == null) {
            return scope.rawInput();
        }
        return resultPath.equals("$") ? result : JsonPathEvaluator.put(resultPath, scope.rawInput(), result);
    }

    private Map<String, JsonNode> variables(@Nullable JsonNode template, JsonNode document) {
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        if (template != null) {
            template(template, document, scope.context())
                    .properties()
                    .forEach(value -> variables.put(value.getKey(), value.getValue()));
        }
        return variables;
    }

    private JsonNode template(JsonNode template, JsonNode document, JsonNode context) {
        return paths.template(template, document, context, scope.variables());
    }

    @Override
    public String argumentsField() {
        return "Parameters";
    }
}
