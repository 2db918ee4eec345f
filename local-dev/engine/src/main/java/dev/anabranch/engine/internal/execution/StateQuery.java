package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.Catcher;
import dev.anabranch.engine.internal.definition.ChoiceRule;
import dev.anabranch.engine.internal.definition.SettingField;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one state, evaluated in the state's query language while the state runs. Every method throws
 * {@link dev.anabranch.engine.internal.query.QueryException} if an expression or a path fails.
 */
interface StateQuery {

    /** What the state sees of its input. */
    JsonNode input();

    /** What a Task or a Parallel state is given: {@code Arguments} or {@code Parameters}, or the input without them. */
    JsonNode arguments();

    /** The result after {@code ResultSelector}. */
    JsonNode select(JsonNode result);

    /** What the state hands on. */
    JsonNode output(JsonNode selected);

    /** The variables that the state assigns. */
    Map<String, JsonNode> assignments(JsonNode selected);

    /** What the state after a Catcher gets. */
    JsonNode caught(Catcher catcher, int index, JsonNode errorOutput);

    /** The variables that a Catcher assigns. */
    Map<String, JsonNode> caughtAssignments(Catcher catcher, int index, JsonNode errorOutput);

    /** What the state after a rule gets. */
    JsonNode chosen(ChoiceRule rule, int index);

    /** The variables that a rule assigns. */
    Map<String, JsonNode> chosenAssignments(ChoiceRule rule, int index);

    /** The value of a setting. */
    JsonNode value(SettingField setting);

    /** The items of a Map state that the setting finds, or the state's input. */
    JsonNode items(@Nullable SettingField items);

    /**
     * A template of the state's definition.
     *
     * @param context the context object, with whatever is known only where the template stands
     */
    JsonNode template(JsonNode template, String field, JsonNode context);
}
