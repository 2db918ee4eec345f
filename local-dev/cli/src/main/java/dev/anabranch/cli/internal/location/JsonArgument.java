package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.api.InputText;
import dev.anabranch.runs.internal.graph.RunRefused;

/** Reads JSON that is part of a command. */
final class JsonArgument {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonArgument() {}

    /**
     * Reads JSON text by the rules for bodies of the run API.
     *
     * @param where where the text is, as the subject of a message
     * @param fix how to correct text that is not JSON, as a sentence after a space; may be empty
     * @throws UsageError if the text is not JSON, or not JSON that all programs read alike
     */
    static JsonNode read(String text, String where, String fix) {
        try {
            return InputText.read(text, where);
        } catch (RunRefused refusal) {
            throw new UsageError(problem(text, where, fix, refusal), refusal);
        }
    }

    /** Returns what is wrong with a refused text. A mistake in the syntax is described in Jackson's words. */
    private static String problem(String text, String where, String fix, RunRefused refusal) {
        try {
            return JSON.readTree(text).isMissingNode()
                    ? where + " is empty, but must be JSON."
                    : String.valueOf(refusal.getMessage());
        } catch (MismatchedInputException e) { // only for text after the value
            return where + " has more than one JSON value: the next begins at " + location(e)
                    + ". Remove it, or put the values into a list.";
        } catch (JsonProcessingException e) {
            // For a truncated text, Jackson appends a location in its own terms.
            String why = e.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)$", "");
            return where + " is not JSON: " + location(e) + ": " + why + "." + fix;
        }
    }

    private static String location(JsonProcessingException e) {
        return "line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }
}
