package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A workflow of the run API.
 *
 * @param name the name of the workflow
 * @param input the type that inputs are checked against
 * @param inputSchema the JSON Schema (2020-12) of a run's input
 * @param outputSchema the JSON Schema (2020-12) of a run's output
 */
public record ServedWorkflow(String name, InputType input, JsonNode inputSchema, JsonNode outputSchema) {}
