package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of {@code --input}: JSON, {@code @} and the name of a file with JSON, or a hyphen for standard input. */
public final class InputArgument {

    private InputArgument() {}

    /**
     * Reads the input.
     *
     * @throws UsageError if the file or standard input cannot be read, or the text is not JSON
     */
    public static JsonNode read(String argument, CommandContext console) {
        if (argument.equals("-")) {
            return JsonArgument.read(text(standardInput(console.host().in()), "Standard input"), "Standard input", "");
        }
        if (!argument.startsWith("@")) {
            return JsonArgument.read(argument, "--input", "");
        }
        Path file = console.folder().resolve(argument.substring(1));
        try {
            String name = "`" + file + "`";
            return JsonArgument.read(text(Files.readAllBytes(file), name), name, "");
        } catch (IOException e) {
            throw new UsageError("The file `" + file + "` of --input cannot be read. Correct its name.", e);
        }
    }

    /**
     * Returns the input if the user gives none.
     *
     * @param accepted whether the workflow has an input
     */
    public static JsonNode absent(boolean accepted) {
        return accepted ? JsonNodeFactory.instance.objectNode() : JsonNodeFactory.instance.nullNode();
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
}
