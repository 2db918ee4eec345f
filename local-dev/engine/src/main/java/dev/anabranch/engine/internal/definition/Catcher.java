package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a {@code Catch} list.
 *
 * @param errorEquals the error names that it is for
 * @param next the state that goes on
 * @param output what that state gets (JSONata), or null for the error output
 * @param resultPath where in the raw input the error output goes (JSONPath); null drops the error output
 * @param assign variables to assign, or null
 */
public record Catcher(
        List<String> errorEquals,
        String next,
        @Nullable JsonNode output,
        @Nullable String resultPath,
        @Nullable JsonNode assign) {}
