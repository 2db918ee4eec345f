package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.graph.RunRefused;

/** Reads the input of a run that is given as text, by the rules that the run API has for bodies. */
public final class InputText {

    private InputText() {}

    /**
     * Reads it.
     *
     * @throws RunRefused when it is not JSON, has a field twice, or has a number that other programs cannot hold
     */
    public static JsonNode read(String text) {
        try {
            return JsonBody.read(text);
        } catch (ProblemException refusal) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_INPUT,
                    InputType.sentences(refusal.problem().errors()),
                    refusal);
        }
    }
}
