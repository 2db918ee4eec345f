package dev.anabranch.engine.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.Catcher;
import dev.anabranch.engine.internal.definition.ChoiceRule;
import dev.anabranch.engine.internal.definition.SettingField;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one state, evaluated in the state's query language while the state runs. All methods throw
 * {@link dev.anabranch.engine.internal.query.QueryException} if an expression or a path fails.
 */
public interface StateQuery {

    /** Returns the input after {@code InputPath}. */
    JsonNode input();

    /** Returns {@code Arguments} or {@code Parameters}, or the input without them. */
    JsonNode arguments();

    /** Returns the result after {@code ResultSelector}. */
    JsonNode select(JsonNode result);

    /** Returns the output of the state. */
    JsonNode output(JsonNode selected);

    /** Returns the variables that the state assigns. */
    Map<String, JsonNode> assignments(JsonNode selected);

    /** Returns the output after a Catcher matches. */
    JsonNode caught(Catcher catcher, int index, JsonNode errorOutput);

    /** Returns the variables that a Catcher assigns. */
    Map<String, JsonNode> caughtAssignments(Catcher catcher, int index, JsonNode errorOutput);

    /** Returns the output after a rule of a Choice state matches. */
    JsonNode chosen(ChoiceRule rule, int index);

    /** Returns the variables that a rule of a Choice state assigns. */
    Map<String, JsonNode> chosenAssignments(ChoiceRule rule, int index);

    /** Returns the value of a setting. */
    JsonNode value(SettingField setting);

    /**
     * Returns the items of a Map state: the value of the setting, or the input without the setting.
     *
     * @param distributed true if the value can also be an object, as in a Distributed Map with JSONata
     */
    JsonNode items(@Nullable SettingField items, boolean distributed);

    /**
     * Evaluates a template of the definition.
     *
     * @param field the field of the template, for error messages
     * @param context the context object for this template
     */
    JsonNode template(JsonNode template, String field, JsonNode context);

    /**
     * Returns the name of the field with the arguments of a reader or writer: {@code Arguments} or {@code Parameters}.
     */
    String argumentsField();
}
