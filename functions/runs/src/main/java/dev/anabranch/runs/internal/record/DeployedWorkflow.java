package dev.anabranch.runs.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunRefused;

/**
 * A workflow whose runs can be started.
 *
 * @param name the name of the workflow
 * @param graph its graph
 * @param inlineBytes the largest input in bytes that is passed inline; a larger one is passed by reference
 * @param inputs checks the inputs of runs
 */
public record DeployedWorkflow(String name, RunGraph graph, int inlineBytes, InputCheck inputs) {

    /** Checks whether a value is a valid input of a workflow. */
    @FunctionalInterface
    public interface InputCheck {
        /**
         * Checks an input.
         *
         * @throws RunRefused with {@link RunRefused.Reason#INVALID_INPUT} and a message that names the invalid fields,
         *     if the input is invalid
         */
        void check(JsonNode input);
    }
}
