package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.definition.Diagnostic;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the text of one definition. */
public final class DefinitionParser {

    private static final int LONGEST_STATE_NAME = StepFunctionsQuotas.STATE_NAME_CHARS;
    private static final int LARGEST_DEFINITION = StepFunctionsQuotas.DEFINITION_BYTES;
    private static final Pattern VARIABLE = Pattern.compile(
            "[\\p{L}_][\\p{L}\\p{N}_]{0," + (StepFunctionsQuotas.VARIABLE_NAME_CHARS - 1) + "}(\\.\\$)?");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Diagnostics diagnostics = new Diagnostics();
    private final Set<String> stateNames = new HashSet<>();
    private final Set<String> labels = new HashSet<>();
    private final boolean limitSize;
    private boolean express;

    private DefinitionParser(boolean express, boolean limitSize) {
        this.express = express;
        this.limitSize = limitSize;
    }

    /**
     * Parses and checks a definition.
     *
     * @param text the JSON text; at most 1 MiB in UTF-8 if the size is limited
     * @param express true for an Express state machine, which does not support some integrations
     * @param limitSize true to limit the size
     */
    public static ParsedDefinition parse(String text, boolean express, boolean limitSize) {
        return new DefinitionParser(express, limitSize).parse(text);
    }

    private ParsedDefinition parse(String text) {
        if (limitSize && text.getBytes(StandardCharsets.UTF_8).length > LARGEST_DEFINITION) {
            diagnostics.schema("/", "The definition is larger than 1 MiB; split it into several state machines");
            return ParsedDefinition.invalid(diagnostics.all());
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            String where = place(notJson.getLocation());
            diagnostics.error(
                    "INVALID_JSON_DESCRIPTION",
                    where,
                    notJson.getOriginalMessage() + (where.isEmpty() ? "" : "\n at " + where));
            return ParsedDefinition.invalid(diagnostics.all());
        }
        if (!root.isObject()) {
            diagnostics.schema("", "Definition must be a valid JSON object");
            return ParsedDefinition.invalid(diagnostics.all());
        }
        StateMachineDefinition definition = machine(new DefinitionFields(root, "", diagnostics));
        return new ParsedDefinition(definition, diagnostics.all());
    }

    /** Returns the position as text. Jackson has no position if the document exceeds a limit. */
    private static String place(@Nullable JsonLocation place) {
        return place == null ? "" : place.toString();
    }

    private StateMachineDefinition machine(DefinitionFields fields) {
        String named = fields.oneOf("QueryLanguage", "JSONPath", "JSONata");
        QueryLanguage language = named == null ? null : QueryLanguage.named(named);
        Double timeout = fields.integer("TimeoutSeconds", 1, 99_999_999);
        fields.oneOf("Version", "1.0");
        StateGraph graph = graph(fields, language == null ? QueryLanguage.JSON_PATH : language);
        fields.close("a state machine");
        new VariableScopes(diagnostics).check(graph);
        return new StateMachineDefinition(graph, timeout == null ? null : timeout.longValue());
    }

    /** Parses {@code StartAt} and {@code States}. */
    StateGraph graph(DefinitionFields fields, QueryLanguage language) {
        fields.require("States", "StartAt");
        String startAt = fields.name("StartAt");
        Map<String, State> states = new LinkedHashMap<>();
        for (Map.Entry<String, DefinitionFields> entry : fields.named("States").entrySet()) {
            String name = entry.getKey();
            checkStateName(name, entry.getValue().location());
            State state = new StateParser(this, name, entry.getValue(), language).parse();
            if (state != null) {
                states.put(name, state);
            }
        }
        StateGraph graph = new StateGraph(startAt == null ? "" : startAt, states);
        new Transitions(fields, diagnostics).check(graph);
        return graph;
    }

    /** Parses the processor of a Map state. Children of a Distributed Map can be Express executions. */
    StateGraph processor(DefinitionFields fields, QueryLanguage language, boolean expressChildren) {
        boolean enclosing = express;
        express = enclosing || expressChildren;
        StateGraph graph = graph(fields, language);
        express = enclosing;
        return graph;
    }

    private void checkStateName(String name, String location) {
        if (name.isEmpty() || name.length() > LONGEST_STATE_NAME) {
            diagnostics.schema(location, "State name '" + name + "' must have 1 to 80 characters");
        }
        if (!stateNames.add(name)) {
            diagnostics.error(
                    "DUPLICATE_STATE_NAME",
                    location,
                    "Duplicate State name: '" + name + "'; names must be unique in the definition");
        }
    }

    void checkVariable(String name, String location) {
        if (!VARIABLE.matcher(name).matches()) {
            diagnostics.schema(
                    location,
                    "Variable name '" + name
                            + "' must begin with a letter or _ and have at most 80 letters, digits and _");
        } else if (name.equals("states") || name.equals("states.$")) {
            diagnostics.schema(location, "Variable name 'states' is reserved");
        }
    }

    boolean express() {
        return express;
    }

    Set<String> labels() {
        return labels;
    }

    /** Returns the codes and locations of diagnostics. */
    static List<String> codes(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(d -> d.code() + " at " + d.location()).toList();
    }
}
