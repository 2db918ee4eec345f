package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A workflow that runs can be started of over HTTP.
 *
 * @param name of the workflow
 * @param input judges inputs
 * @param inputSchema JSON Schema 2020-12 of what a run is given
 * @param outputSchema JSON Schema 2020-12 of what a run returns
 */
public record ServedWorkflow(String name, InputType input, JsonNode inputSchema, JsonNode outputSchema) {}
