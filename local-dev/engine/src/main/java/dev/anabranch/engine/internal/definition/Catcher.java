package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a {@code Catch} list.
 *
 * @param errorEquals the error names that it matches
 * @param next the next state
 * @param output the input of the next state (JSONata), or null for the error output
 * @param resultPath the position in the raw input for the error output (JSONPath); null drops the error output
 * @param assign the variables to assign, or null
 */
public record Catcher(
        List<String> errorEquals,
        String next,
        @Nullable JsonNode output,
        @Nullable String resultPath,
        @Nullable JsonNode assign) {}
