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

/** What {@code --input} says: JSON, or a file that has it. */
public final class InputArgument {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private InputArgument() {}

    /**
     * Reads it.
     *
     * @param folder what a relative path is relative to
     * @throws UsageError when there is no such file or it is not JSON
     */
    public static JsonNode read(String argument, Path folder) {
        if (!argument.startsWith("@")) {
            return parse(argument, "--input");
        }
        Path file = folder.resolve(argument.substring(1));
        try {
            return parse(Files.readString(file), "`" + file + "`");
        } catch (IOException e) {
            throw new UsageError("The file `" + file + "` that --input names cannot be read.", e);
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
            // Where the text ends too soon, the library also says where it began, in words about itself.
            String why = e.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)$", "");
            throw new UsageError(
                    where + " is not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + why + ".",
                    e);
        }
    }
}
