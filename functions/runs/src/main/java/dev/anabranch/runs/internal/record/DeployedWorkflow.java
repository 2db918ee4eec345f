package dev.anabranch.runs.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunRefused;

/**
 * A workflow that runs can be started of.
 *
 * @param name of the workflow
 * @param graph its nodes
 * @param inlineBytes how large a run's input may be to travel inline; a larger one travels by reference
 * @param inputs judges inputs of runs
 */
public record DeployedWorkflow(String name, RunGraph graph, int inlineBytes, InputCheck inputs) {

    /** Judges whether a value is what a workflow takes. */
    @FunctionalInterface
    public interface InputCheck {
        /**
         * Does nothing where it is.
         *
         * @throws RunRefused with {@link RunRefused.Reason#INVALID_INPUT} and a sentence that says which field is wrong, and why
         */
        void check(JsonNode input);
    }
}
