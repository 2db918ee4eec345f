package dev.anabranch.cli.internal.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anabranch.cli.internal.terminal.UsageError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsFileTest {

    @TempDir
    Path folder;

    @Test
    void theDefaultFileOfTheCurrentFolderIsRead() throws IOException {
        Files.writeString(folder.resolve(SettingsFile.DEFAULT), """
                # for all tasks
                MODEL=v3
                maps.Classify.MODEL = größe
                """);

        assertThat(SettingsFile.read(folder, null).values())
                .containsOnly(Map.entry("MODEL", "v3"), Map.entry("maps.Classify.MODEL", "größe"));
    }

    @Test
    void withoutADefaultFileThereAreNoSettings() {
        assertThat(SettingsFile.read(folder, null).values()).isEmpty();
        assertThat(SettingsFile.read(folder, null).place())
                .isEqualTo(
                        "to the file `" + folder.resolve("anabranch.properties") + "`, as a line such as `NAME=value`");
    }

    @Test
    void aNamedFileMustExist() {
        assertThatExceptionOfType(UsageError.class)
                .isThrownBy(() -> SettingsFile.read(folder, Path.of("test.properties")))
                .withMessage("The file of `--settings`, `" + folder.resolve("test.properties") + "`, does not exist.");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path file = folder.resolve("test.properties");
        Files.write(file, "MODEL=größe".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(UsageError.class)
                .isThrownBy(() -> SettingsFile.read(folder, file))
                .withMessageContaining(file.toString())
                .withMessageContaining("UTF-8");

        Files.writeString(file, "MODEL=\\u12");
        assertThatExceptionOfType(UsageError.class)
                .isThrownBy(() -> SettingsFile.read(folder, file))
                .withMessageContaining("Malformed");

        assertThatExceptionOfType(UsageError.class)
                .isThrownBy(() -> SettingsFile.read(folder, folder))
                .withMessageContaining("cannot be read");
    }

    @Test
    void valuesAreInNoText() throws IOException {
        Files.writeString(folder.resolve(SettingsFile.DEFAULT), "API_KEY=hush");

        assertThat(SettingsFile.read(folder, null).toString()).doesNotContain("hush");
    }
}
