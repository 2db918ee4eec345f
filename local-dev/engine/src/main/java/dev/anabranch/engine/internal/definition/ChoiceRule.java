package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Choices}. A matching rule uses its own output and assignments. Those of the state apply only to
 * its default.
 *
 * @param condition the condition for the rule
 * @param next the next state
 * @param output the input of the next state (JSONata), or null for the input
 * @param assign the variables to assign, or null
 */
public record ChoiceRule(
        ChoiceCondition condition,
        String next,
        @Nullable JsonNode output,
        @Nullable JsonNode assign) {}
