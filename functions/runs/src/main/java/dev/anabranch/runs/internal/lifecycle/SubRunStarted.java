package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The run of an action.
 *
 * @param run the id of the run
 * @param input the input of the execution to start; empty if the run has ended
 */
public record SubRunStarted(String run, Optional<JsonNode> input) {}
