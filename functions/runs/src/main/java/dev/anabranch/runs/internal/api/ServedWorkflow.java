package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A workflow of the run API.
 *
 * @param name the name of the workflow
 * @param input the type that inputs are checked against
 * @param inputSchema the JSON Schema (2020-12) of a run's input
 * @param outputSchema the JSON Schema (2020-12) of a run's output
 * @param answerSchemas the JSON Schema (2020-12) of the answer, by the node that waits for it
 */
public record ServedWorkflow(
        String name,
        InputType input,
        JsonNode inputSchema,
        JsonNode outputSchema,
        Map<String, JsonNode> answerSchemas) {

    /** Copies the map in its order. */
    public ServedWorkflow {
        answerSchemas = Collections.unmodifiableMap(new LinkedHashMap<>(answerSchemas));
    }
}
