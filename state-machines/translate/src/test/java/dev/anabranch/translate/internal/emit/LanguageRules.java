package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of Amazon States Language with JSONata that every definition must follow, checked on the text of the
 * definition. Sources: fields and expressions
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html, variables
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html, Maps
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html, errors
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html.
 */
public final class LanguageRules {

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Task",
            Set.of(
                    "Type",
                    "Resource",
                    "Arguments",
                    "Assign",
                    "Output",
                    "TimeoutSeconds",
                    "HeartbeatSeconds",
                    "Retry",
                    "Catch",
                    "Next",
                    "End"),
            "Pass",
            Set.of("Type", "Assign", "Output", "Next", "End"),
            "Choice",
            Set.of("Type", "Choices", "Default", "Assign", "Output"),
            "Parallel",
            Set.of("Type", "Branches", "Arguments", "Assign", "Output", "Retry", "Catch", "Next", "End"),
            "Map",
            Set.of(
                    "Type",
                    "Label",
                    "Items",
                    "ItemSelector",
                    "ItemReader",
                    "ItemBatcher",
                    "ResultWriter",
                    "ItemProcessor",
                    "MaxConcurrency",
                    "ToleratedFailureCount",
                    "ToleratedFailurePercentage",
                    "Assign",
                    "Output",
                    "Retry",
                    "Catch",
                    "Next",
                    "End"),
            "Fail",
            Set.of("Type", "Error", "Cause"),
            "Succeed",
            Set.of("Type", "Output"),
            "Wait",
            Set.of("Type", "Seconds", "Timestamp", "Assign", "Output", "Next", "End"));

    /** The functions of JSONata 2.0.6 without {@code $eval}, and those that AWS adds. */
    private static final Set<String> FUNCTIONS = Set.of(
            "abs",
            "append",
            "average",
            "boolean",
            "ceil",
            "contains",
            "count",
            "distinct",
            "each",
            "exists",
            "filter",
            "floor",
            "join",
            "keys",
            "length",
            "lookup",
            "lowercase",
            "map",
            "match",
            "max",
            "merge",
            "fromMillis",
            "millis",
            "toMillis",
            "min",
            "not",
            "now",
            "number",
            "pad",
            "power",
            "reduce",
            "replace",
            "reverse",
            "round",
            "sift",
            "sort",
            "split",
            "spread",
            "string",
            "substring",
            "substringAfter",
            "substringBefore",
            "sum",
            "trim",
            "type",
            "uppercase",
            "zip",
            "partition",
            "range",
            "hash",
            "random",
            "uuid",
            "parse");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final Pattern UNKNOWN_OPERATOR = Pattern.compile("\\?\\?|\\?:|\\$eval\\b");

    private final List<String> complaints = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> labels = new HashSet<>();

    private LanguageRules() {}

    /** Returns the violations of a definition, one line each; empty for a valid definition. */
    public static List<String> brokenBy(String definition) {
        LanguageRules rules = new LanguageRules();
        try {
            JsonNode json = new ObjectMapper().readTree(definition);
            if (!json.path("QueryLanguage").asText().equals("JSONata")) {
                rules.complain("the whole", "is not in JSONata");
            }
            rules.machine(json, Set.of(), Set.of(), Surroundings.STANDARD);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            rules.complain("the whole", "is not JSON: " + e.getOriginalMessage());
        }
        return rules.complaints;
    }

    /** The environment of a machine. */
    private enum Surroundings {
        STANDARD,
        EXPRESS
    }

    private void complain(String place, String what) {
        complaints.add(place + ": " + what);
    }

    /**
     * Checks a machine, branch or processor.
     *
     * @param known the variables that are assigned in any case when it starts
     * @param taken the variables that enclosing scopes assign anywhere
     */
    private void machine(JsonNode machine, Set<String> known, Set<String> taken, Surroundings surroundings) {
        JsonNode states = machine.path("States");
        Set<String> own = new LinkedHashSet<>();
        states.properties().forEach(state -> own.addAll(assigned(state.getKey(), state.getValue())));
        own.stream().filter(taken::contains).forEach(name -> complain(name, "is assigned in an outer scope too"));
        Map<String, Set<String>> atEntry = VariableFlow.of(machine, known, this::complain);
        Set<String> all = new HashSet<>(taken);
        all.addAll(own);
        for (Map.Entry<String, JsonNode> state : states.properties()) {
            Set<String> here = atEntry.get(state.getKey());
            if (here == null) {
                complain(state.getKey(), "cannot be reached");
                here = known;
            }
            state(state.getKey(), state.getValue(), here, all, surroundings);
        }
    }

    private Set<String> assigned(String name, JsonNode state) {
        Set<String> variables = new LinkedHashSet<>(VariableFlow.names(state.path("Assign")));
        for (String branches : List.of("Choices", "Catch")) {
            state.path(branches).forEach(branch -> variables.addAll(VariableFlow.names(branch.path("Assign"))));
        }
        for (String variable : variables) {
            if (!VARIABLE.matcher(variable).matches() || variable.equals("states") || FUNCTIONS.contains(variable)) {
                complain(name, "assigns `" + variable + "`, which is not a valid name for a variable");
            }
        }
        return variables;
    }

    private void state(String name, JsonNode state, Set<String> known, Set<String> taken, Surroundings surroundings) {
        String type = state.path("Type").asText();
        if (name.isEmpty() || name.length() > 80 || name.codePoints().anyMatch(c -> c > 0xFFFF || c < ' ')) {
            complain(name, "has an invalid name");
        }
        if (!names.add(name)) {
            complain(name, "is a duplicate name");
        }
        VariableFlow.names(state).stream()
                .filter(field -> !FIELDS.getOrDefault(type, Set.of()).contains(field))
                .forEach(field -> complain(name, "has the field " + field + ", which is not a field of " + type));
        if (FIELDS.getOrDefault(type, Set.of()).contains("Next") && state.has("Next") == state.has("End")) {
            complain(name, "needs one of Next and End");
        }
        fields(name, state, known, taken);
        errors(name, state);
        switch (type) {
            case "Task" -> task(name, state, surroundings);
            case "Parallel" -> {
                for (JsonNode branch : state.path("Branches")) {
                    machine(branch, known, taken, surroundings);
                }
            }
            case "Map" -> map(name, state, known, taken, surroundings);
            default -> {}
        }
    }

    // ------------------------------------------------------------------------------------------------ expressions

    private void fields(String name, JsonNode state, Set<String> known, Set<String> taken) {
        for (Map.Entry<String, JsonNode> field : state.properties()) {
            switch (field.getKey()) {
                case "Branches", "ItemProcessor", "Retry" -> {}
                case "Catch" ->
                    field.getValue()
                            .forEach(catcher ->
                                    evaluated(name, catcher, known, taken, Set.of("input", "errorOutput", "context")));
                case "Assign", "Output" ->
                    evaluated(
                            name,
                            field.getValue(),
                            known,
                            taken,
                            Set.of("Task", "Map", "Parallel")
                                            .contains(state.path("Type").asText())
                                    ? Set.of("input", "result", "context")
                                    : Set.of("input", "context"));
                default -> evaluated(name, field.getValue(), known, taken, Set.of("input", "context"));
            }
            if (!Set.of("ItemSelector", "ItemProcessor", "Branches").contains(field.getKey())
                    && Expressions.in(field.getValue()).stream()
                            .flatMap(expression -> Expressions.states(expression).stream())
                            .anyMatch(path -> path.startsWith("context.Map"))) {
                complain(name, field.getKey() + " reads $states.context.Map outside of an ItemSelector");
            }
        }
    }

    private void evaluated(String name, JsonNode field, Set<String> known, Set<String> taken, Set<String> allowed) {
        texts(field).stream()
                .filter(Expressions::isHalfAnExpression)
                .forEach(text -> complain(name, "has a text with only one delimiter of an expression: " + text));
        for (String expression : Expressions.in(field)) {
            if (UNKNOWN_OPERATOR.matcher(expression).find()) {
                complain(name, "uses a feature that AWS's JSONata does not have: " + expression);
            }
            Expressions.variables(expression).stream()
                    .filter(variable -> !known.contains(variable))
                    .forEach(variable -> complain(
                            name,
                            "reads $" + variable
                                    + (taken.contains(variable)
                                            ? ", which may not be assigned yet"
                                            : ", which does not exist")));
            Expressions.functions(expression).stream()
                    .filter(function -> !FUNCTIONS.contains(function) || taken.contains(function))
                    .forEach(function -> complain(name, "calls $" + function + ", which is not a function"));
            Expressions.states(expression).stream()
                    .filter(path -> !allowed.contains(path.replaceFirst("\\..*", "")))
                    .forEach(path -> complain(name, "reads $states." + path + " where it is not available"));
        }
    }

    private static List<String> texts(JsonNode json) {
        if (json.isTextual()) {
            return List.of(json.textValue());
        }
        List<String> texts = new ArrayList<>();
        json.forEach(element -> texts.addAll(texts(element)));
        return texts;
    }

    // ------------------------------------------------------------------------------------------------ errors

    private void errors(String name, JsonNode state) {
        for (String field : List.of("Retry", "Catch")) {
            JsonNode rules = state.path(field);
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < rules.size(); i++) {
                JsonNode errors = rules.get(i).path("ErrorEquals");
                if (errors.isEmpty()) {
                    complain(name, field + " names no error");
                }
                for (JsonNode error : errors) {
                    if (error.asText().equals("States.ALL") && (errors.size() > 1 || i < rules.size() - 1)) {
                        complain(name, "States.ALL is not the only error of the last entry in " + field);
                    }
                    if (!seen.add(error.asText())) {
                        complain(name, error.asText() + " is twice in " + field);
                    }
                }
                if (field.equals("Retry")) {
                    retrier(name, rules.get(i));
                }
            }
        }
    }

    private void retrier(String name, JsonNode retrier) {
        long interval = retrier.path("IntervalSeconds").asLong(1);
        long longest = retrier.path("MaxDelaySeconds").asLong(60);
        long attempts = retrier.path("MaxAttempts").asLong(3);
        boolean waits = interval >= 1 && longest >= interval && longest < 31_622_400;
        if (!waits || retrier.path("BackoffRate").asDouble(2) < 1 || attempts < 0 || attempts > 99_999_999) {
            complain(name, "has a Retry out of bounds: " + retrier);
        }
    }

    // ------------------------------------------------------------------------------------------------ tasks and maps

    private void task(String name, JsonNode task, Surroundings surroundings) {
        String resource = task.path("Resource").asText();
        if (!task.path("TimeoutSeconds").isInt() || task.path("TimeoutSeconds").asInt() < 1) {
            complain(name, "has no TimeoutSeconds");
        }
        // https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
        if (task.has("HeartbeatSeconds")
                && (!task.path("HeartbeatSeconds").isInt()
                        || task.path("HeartbeatSeconds").asInt() < 1
                        || task.path("HeartbeatSeconds").asInt()
                                >= task.path("TimeoutSeconds").asInt()
                        || !resource.contains(".waitForTaskToken"))) {
            complain(name, "has HeartbeatSeconds that are not less than TimeoutSeconds, or waits for no token");
        }
        if (Expressions.isExpression(resource)) {
            complain(name, "has a Resource that is not constant");
        }
        if (surroundings == Surroundings.EXPRESS
                && (resource.contains(".sync") || resource.contains(".waitForTaskToken"))) {
            complain(name, "waits in an Express execution");
        }
    }

    private void map(String name, JsonNode map, Set<String> known, Set<String> taken, Surroundings surroundings) {
        JsonNode config = map.path("ItemProcessor").path("ProcessorConfig");
        boolean distributed = config.path("Mode").asText().equals("DISTRIBUTED");
        for (String field : List.of(
                "ItemReader",
                "ItemBatcher",
                "ResultWriter",
                "Label",
                "ToleratedFailurePercentage",
                "ToleratedFailureCount")) {
            if (!distributed && map.has(field)) {
                complain(name, "has " + field + ", which is not a field of an inline Map");
            }
        }
        if (map.has("Items") == map.has("ItemReader")) {
            complain(name, "needs one of Items and ItemReader");
        }
        if (!distributed) {
            machine(map.path("ItemProcessor"), known, taken, surroundings);
            return;
        }
        boolean express = config.path("ExecutionType").asText().equals("EXPRESS");
        if (!express && !config.path("ExecutionType").asText().equals("STANDARD")) {
            complain(name, "has no ExecutionType");
        }
        if (surroundings == Surroundings.EXPRESS) {
            complain(name, "is distributed in an Express execution");
        }
        String label = map.path("Label").asText();
        if (!LABEL.matcher(label).matches() || !labels.add(label)) {
            complain(name, "has an invalid label: " + label);
        }
        for (String field : List.of("ItemReader", "ResultWriter")) {
            if (map.has(field)
                    && (map.get(field).path("Arguments").isEmpty()
                            || !map.get(field).has("Resource"))) {
                complain(name, field + " lacks Resource or Arguments");
            }
        }
        JsonNode batcher = map.path("ItemBatcher");
        boolean limited = batcher.has("MaxItemsPerBatch") || batcher.has("MaxInputBytesPerBatch");
        if (map.has("ItemBatcher")
                && (!limited || batcher.path("MaxInputBytesPerBatch").asLong(1) > 256 * 1024)) {
            complain(name, "has an ItemBatcher without a limit, or one beyond 256 KiB");
        }
        if (map.path("MaxConcurrency").asInt(1) < 1
                || map.path("MaxConcurrency").asInt(1) > 10_000) {
            complain(name, "has a MaxConcurrency out of bounds");
        }
        machine(map.path("ItemProcessor"), Set.of(), Set.of(), express ? Surroundings.EXPRESS : Surroundings.STANDARD);
    }
}
