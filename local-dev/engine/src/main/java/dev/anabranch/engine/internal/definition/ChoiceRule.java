package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Choices}. A rule that is taken uses its own output and assignments; those of the state are for its
 * default only.
 *
 * @param condition when the rule is taken
 * @param next the state that goes on
 * @param output what that state gets (JSONata), or null for the input
 * @param assign variables to assign, or null
 */
public record ChoiceRule(
        ChoiceCondition condition,
        String next,
        @Nullable JsonNode output,
        @Nullable JsonNode assign) {}
