package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.api.InputText;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runtime.internal.codec.TaskJson;

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
        try {
            if (TaskJson.reader(JsonNode.class).readTree(text).isMissingNode()) {
                throw new UsageError("`" + option + "` is empty, but must be JSON.");
            }
            return InputText.read(text);
        } catch (RunRefused e) {
            throw new UsageError("`" + option + "`: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new UsageError(
                    "`" + option + "` is not JSON. Put text in double quotes: " + option + " '\"text\"'.", e);
        }
    }
}
