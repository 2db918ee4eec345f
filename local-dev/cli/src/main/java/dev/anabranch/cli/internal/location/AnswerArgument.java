package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.terminal.UsageError;

/** The value of an option that answers an action, as JSON. */
public final class AnswerArgument {

    private AnswerArgument() {}

    /**
     * Reads the answer.
     *
     * @param option the name of the option
     * @throws UsageError if the text is not JSON, or not JSON that all programs read alike
     */
    public static JsonNode parse(String option, String text) {
        return JsonArgument.read(
                text, "The answer in `" + option + "`", " Put text in double quotes: " + option + " '\"text\"'.");
    }
}
