package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.graph.RunRefused;

/** Reads JSON text, such as that of a run's input, by the rules for bodies of the run API. */
public final class InputText {

    private InputText() {}

    /** Reads the JSON text of a run's input; throws as {@link #read(String, String)}. */
    public static JsonNode read(String text) {
        return read(text, "The input");
    }

    /**
     * Reads JSON text.
     *
     * @param value what the value is, as the subject of a message
     * @throws RunRefused if the text is not JSON, has a duplicate field, or has a number or text that other programs
     *     cannot represent
     */
    public static JsonNode read(String text, String value) {
        try {
            return JsonBody.read(text);
        } catch (ProblemException refusal) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_INPUT,
                    InputType.sentences(value, refusal.problem().errors()),
                    refusal);
        }
    }
}
