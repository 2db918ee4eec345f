package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.api.InputText;
import dev.anabranch.runs.internal.graph.RunRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of {@code --input}: JSON, or {@code @} and the name of a file with JSON. */
public final class InputArgument {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private InputArgument() {}

    /**
     * Reads the input.
     *
     * @param folder the folder of relative paths
     * @throws UsageError if the file cannot be read or the text is not JSON
     */
    public static JsonNode read(String argument, Path folder) {
        if (!argument.startsWith("@")) {
            return parse(argument, "--input");
        }
        Path file = folder.resolve(argument.substring(1));
        try {
            return parse(Files.readString(file), "`" + file + "`");
        } catch (IOException e) {
            throw new UsageError("The file `" + file + "` of --input cannot be read. Correct its name.", e);
        }
    }

    private static JsonNode parse(String text, String where) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isMissingNode()) {
                throw new UsageError(where + " is empty, but must be JSON.");
            }
            return InputText.read(text);
        } catch (RunRefused e) {
            throw new UsageError(where + ": " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            // For a truncated text, Jackson appends a location in its own terms.
            String why = e.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)$", "");
            throw new UsageError(
                    where + " is not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + why + ".",
                    e);
        }
    }
}
