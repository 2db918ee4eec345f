package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses one state. */
final class StateParser {

    private final DefinitionParser graphs;
    private final DefinitionFields fields;
    private final String name;
    private final QueryLanguage language;
    private final QueryLanguage machineLanguage;

    StateParser(DefinitionParser graphs, String name, DefinitionFields fields, QueryLanguage machineLanguage) {
        this.graphs = graphs;
        this.name = name;
        this.fields = fields;
        this.machineLanguage = machineLanguage;
        this.language = language(fields, machineLanguage);
    }

    /**
     * Returns the query language of a state. The default is the language of the state machine, also inside a Map or
     * Parallel state with another language.
     */
    private static QueryLanguage language(DefinitionFields fields, QueryLanguage machineLanguage) {
        String text = fields.oneOf("QueryLanguage", "JSONPath", "JSONata");
        QueryLanguage own = text == null ? null : QueryLanguage.named(text);
        if (machineLanguage == QueryLanguage.JSONATA && own == QueryLanguage.JSON_PATH) {
            fields.diagnostics()
                    .schema(
                            fields.location(),
                            "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
        }
        return own == null ? machineLanguage : own;
    }

    @Nullable
    State parse() {
        String type = fields.requiredText("Type");
        State state =
                switch (type) {
                    case "Pass" -> pass();
                    case "Task" -> task();
                    case "Choice" -> choice();
                    case "Wait" -> waiting();
                    case "Succeed" -> new State.Succeed(header(succeedFlow(), null));
                    case "Fail" -> fail();
                    case "Parallel" -> parallel();
                    case "Map" -> map();
                    default -> null;
                };
        if (state == null) {
            fields.diagnostics().schema(fields.at("Type"), "Value is not valid: '" + type + "' is not a type of state");
            return null;
        }
        fields.close("a " + type + " state in " + language.text());
        return state;
    }

    private State pass() {
        JsonNode result = fields.any("Result");
        DataFlow flow = jsonata()
                ? new DataFlow.Expressions(null, output(DefinitionFields.INPUT), assign(DefinitionFields.INPUT))
                : new DataFlow.Paths(
                        fields.path("InputPath"),
                        parameters(),
                        null,
                        fields.referencePath("ResultPath"),
                        fields.path("OutputPath"),
                        assign(DefinitionFields.INPUT));
        return new State.Pass(header(flow, next()), result);
    }

    private State task() {
        String arn = fields.requiredText("Resource");
        Resource resource = Resource.parse(arn);
        if (resource == null) {
            fields.diagnostics().schema(fields.at("Resource"), "Value is not a valid resource ARN: '" + arn + "'");
            resource = new Resource(arn, Resource.Kind.INTEGRATION, "", "", Resource.CallPattern.REQUEST_RESPONSE);
        } else if (!resource.isRecognized()) {
            fields.diagnostics()
                    .schema(
                            fields.at("Resource"),
                            "The resource provided " + arn
                                    + " is not recognized. The value is not a valid resource ARN,"
                                    + " or the resource is not available in this region.");
        } else if (graphs.express() && resource.pattern() != Resource.CallPattern.REQUEST_RESPONSE) {
            fields.diagnostics()
                    .schema(
                            fields.at("Resource"),
                            "Express state machine does not support '"
                                    + resource.pattern().suffix() + "' service integration ");
        }
        checkCredentials();
        SettingField timeout = fields.seconds("TimeoutSeconds", language, 1);
        SettingField heartbeat = fields.seconds("HeartbeatSeconds", language, 1);
        if (literal(heartbeat, Double.NEGATIVE_INFINITY) >= literal(timeout, Double.POSITIVE_INFINITY)) {
            fields.diagnostics()
                    .schema(fields.at("HeartbeatSeconds"), "'HeartbeatSeconds' must be less than 'TimeoutSeconds'");
        }
        return new State.Task(
                header(flowWithResult(), next()),
                resource,
                timeout,
                heartbeat,
                ErrorHandlingParser.parse(fields, language));
    }

    private static double literal(@Nullable SettingField setting, double otherwise) {
        return setting != null
                        && setting.kind() == SettingField.Kind.LITERAL
                        && setting.value().isNumber()
                ? setting.value().doubleValue()
                : otherwise;
    }

    private void checkCredentials() {
        DefinitionFields credentials = fields.object("Credentials");
        if (credentials != null && !credentials.has("RoleArn") && !credentials.has("RoleArn.$")) {
            fields.diagnostics().schema(credentials.location(), "The field 'RoleArn' is required but was missing");
        }
    }

    private State choice() {
        List<ChoiceRule> rules = new ArrayList<>();
        for (DefinitionFields rule : fields.objects("Choices")) {
            rules.add(rule(rule));
        }
        if (rules.isEmpty()) {
            fields.missing("Choices");
        }
        DataFlow flow = jsonata()
                ? new DataFlow.Expressions(null, output(DefinitionFields.INPUT), assign(DefinitionFields.INPUT))
                : inputOutput();
        return new State.Choice(header(flow, null), rules, fields.name("Default"));
    }

    private ChoiceRule rule(DefinitionFields rule) {
        ChoiceRule parsed = new ChoiceRule(
                ChoiceConditionParser.parse(rule, language),
                rule.requiredText("Next"),
                jsonata() ? rule.template("Output", language, DefinitionFields.INPUT) : null,
                rule.template("Assign", language, DefinitionFields.INPUT));
        rule.close("a rule of a Choice state");
        return parsed;
    }

    private State waiting() {
        DataFlow flow = jsonata()
                ? new DataFlow.Expressions(null, output(DefinitionFields.INPUT), assign(DefinitionFields.INPUT))
                : inputOutput();
        SettingField seconds = fields.seconds("Seconds", language, 0);
        SettingField timestamp = fields.timestamp("Timestamp", language);
        if ((seconds == null) == (timestamp == null)) {
            fields.diagnostics().schema(fields.location(), "Exactly one of Seconds and Timestamp is required");
        }
        SettingField until = seconds != null ? seconds : timestamp;
        return new State.Wait(
                header(flow, next()),
                until != null ? until : new SettingField("Seconds", SettingField.Kind.LITERAL, JsonNodes.text("")));
    }

    private DataFlow succeedFlow() {
        return jsonata() ? new DataFlow.Expressions(null, output(DefinitionFields.INPUT), null) : paths(false);
    }

    private State fail() {
        SettingField error = fields.textual("Error", language);
        SettingField cause = fields.textual("Cause", language);
        DataFlow flow = jsonata()
                ? new DataFlow.Expressions(null, null, null)
                : new DataFlow.Paths("$", null, null, "$", "$", null);
        return new State.Fail(header(flow, null), error, cause);
    }

    private State parallel() {
        List<StateGraph> branches = new ArrayList<>();
        for (DefinitionFields branch : fields.objects("Branches")) {
            branches.add(graphs.graph(branch, machineLanguage));
            branch.close("a branch");
        }
        if (branches.isEmpty()) {
            fields.missing("Branches");
        }
        return new State.Parallel(
                header(flowWithResult(), next()), branches, ErrorHandlingParser.parse(fields, language));
    }

    private State map() {
        DefinitionFields processor =
                fields.has("Iterator") ? fields.requiredObject("Iterator") : fields.requiredObject("ItemProcessor");
        MapFields map = new MapFieldsParser(fields, language, graphs.labels()).parse(processor);
        DataFlow flow = jsonata()
                ? new DataFlow.Expressions(null, output(DefinitionFields.RESULT), assign(DefinitionFields.RESULT))
                : new DataFlow.Paths(
                        fields.path("InputPath"),
                        null,
                        fields.template("ResultSelector", language, DefinitionFields.RESULT),
                        fields.referencePath("ResultPath"),
                        fields.path("OutputPath"),
                        assign(DefinitionFields.RESULT));
        if (map.distribution() != null && graphs.express()) {
            fields.diagnostics().schema(processor.location(), "A Distributed Map requires a Standard state machine");
        }
        boolean expressChildren =
                map.distribution() != null && map.distribution().express();
        StateGraph graph = graphs.processor(processor, machineLanguage, expressChildren);
        processor.close("ItemProcessor");
        return new State.Map(header(flow, next()), graph, map, ErrorHandlingParser.parse(fields, language));
    }

    private DataFlow flowWithResult() {
        if (jsonata()) {
            return new DataFlow.Expressions(
                    fields.template("Arguments", language, DefinitionFields.INPUT),
                    output(DefinitionFields.RESULT),
                    assign(DefinitionFields.RESULT));
        }
        return new DataFlow.Paths(
                fields.path("InputPath"),
                parameters(),
                fields.template("ResultSelector", language, DefinitionFields.RESULT),
                fields.referencePath("ResultPath"),
                fields.path("OutputPath"),
                assign(DefinitionFields.RESULT));
    }

    private DataFlow inputOutput() {
        return paths(true);
    }

    private DataFlow paths(boolean assigns) {
        return new DataFlow.Paths(
                fields.path("InputPath"),
                null,
                null,
                "$",
                fields.path("OutputPath"),
                assigns ? assign(DefinitionFields.INPUT) : null);
    }

    private @Nullable JsonNode parameters() {
        return fields.template("Parameters", language, DefinitionFields.INPUT);
    }

    private @Nullable JsonNode output(Set<String> statesFields) {
        return fields.template("Output", language, statesFields);
    }

    private @Nullable JsonNode assign(Set<String> statesFields) {
        JsonNode assign = fields.template("Assign", language, statesFields);
        if (assign != null && !assign.isObject()) {
            fields.diagnostics().schema(fields.at("Assign"), "Expected value of type Object");
            return null;
        }
        if (assign != null) {
            assign.fieldNames().forEachRemaining(variable -> graphs.checkVariable(variable, fields.at("Assign")));
        }
        return assign;
    }

    /** Returns the next state, or null at the end. */
    private @Nullable String next() {
        String next = fields.name("Next");
        boolean end = fields.flag("End");
        if ((next != null) == end) {
            fields.diagnostics()
                    .schema(
                            fields.location(),
                            next != null
                                    ? "State '" + name + "' has both 'Next' and 'End'"
                                    : "State '" + name + "' needs 'Next' or '\"End\": true'");
        }
        return next;
    }

    private State.Header header(DataFlow flow, @Nullable String next) {
        return new State.Header(name, language, flow, next);
    }

    private boolean jsonata() {
        return language == QueryLanguage.JSONATA;
    }
}
