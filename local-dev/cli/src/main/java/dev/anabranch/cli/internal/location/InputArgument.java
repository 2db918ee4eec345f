package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.api.InputText;
import dev.anabranch.runs.internal.graph.RunRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of {@code --input}: JSON, {@code @} and the name of a file with JSON, or a hyphen for standard input. */
public final class InputArgument {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private InputArgument() {}

    /**
     * Reads the input.
     *
     * @throws UsageError if the file or standard input cannot be read, or the text is not JSON
     */
    public static JsonNode read(String argument, CommandContext console) {
        if (argument.equals("-")) {
            return parse(text(standardInput(console.host().in()), "Standard input"), "Standard input");
        }
        if (!argument.startsWith("@")) {
            return parse(argument, "--input");
        }
        Path file = console.folder().resolve(argument.substring(1));
        try {
            String name = "`" + file + "`";
            return parse(text(Files.readAllBytes(file), name), name);
        } catch (IOException e) {
            throw new UsageError("The file `" + file + "` of --input cannot be read. Correct its name.", e);
        }
    }

    private static byte[] standardInput(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UsageError("Standard input cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Decodes JSON text. Some programs begin a file with a byte order mark, which is not part of the JSON. */
    private static String text(byte[] bytes, String where) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UsageError(where + " is not text in UTF-8. Convert it to UTF-8.", e);
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
            if (e instanceof MismatchedInputException) { // only for text after the value
                throw new UsageError(
                        where + " has more than one JSON value: the next begins at line "
                                + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr() + ". Remove it, or put the values into a list.",
                        e);
            }
            // For a truncated text, Jackson appends a location in its own terms.
            String why = e.getOriginalMessage().replaceFirst(" \\(start marker at .*\\)$", "");
            throw new UsageError(
                    where + " is not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + why + ".",
                    e);
        }
    }
}
