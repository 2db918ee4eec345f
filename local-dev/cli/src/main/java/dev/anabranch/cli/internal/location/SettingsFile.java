package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.embedded.internal.cloud.LocalSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file with the settings and secrets of tasks at home, in the format of {@link Properties} and in UTF-8. It belongs
 * in {@code .gitignore}.
 */
final class SettingsFile {

    /** The file in the current folder that is read if none is named. */
    static final String DEFAULT = "anabranch.properties";

    private SettingsFile() {}

    /**
     * Reads the file.
     *
     * @param folder the current folder
     * @param named the file that the user named, or null for the default, which need not exist
     * @throws UsageError if the named file does not exist, or a file cannot be read
     */
    static LocalSettings read(Path folder, @Nullable Path named) {
        Path file = folder.resolve(named == null ? Path.of(DEFAULT) : named);
        String place = "to the file `" + file + "`, as a line such as `NAME=value`";
        if (!Files.exists(file)) {
            if (named != null) {
                throw new UsageError("The file of `--settings`, `" + file + "`, does not exist.");
            }
            return new LocalSettings(Map.of(), Set.of(), place);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (CharacterCodingException e) {
            throw new UsageError("The settings in `" + file + "` cannot be read: the file is not in UTF-8.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageError("The settings in `" + file + "` cannot be read: " + e.getMessage() + ".", e);
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return new LocalSettings(values, Set.of(), place);
    }
}
