package dev.anabranch.embedded.internal.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.embedded.internal.local.RunNames.RunName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunNamesTest {

    private static final RunName NAME = new RunName("square-all", Instant.parse("2026-11-30T05:36:30.344Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    private Path file() {
        return folder.resolve("runs.list");
    }

    private void add(String... ids) throws IOException {
        try (RunNames names = new RunNames(folder)) {
            for (String id : ids) {
                names.add(id, NAME, Map::of);
            }
        }
    }

    @Test
    void namesEveryRunThatWasStartedAndNotDeleted() throws IOException {
        add("a", "b");
        try (RunNames names = new RunNames(folder)) {
            names.remove("a");
            names.add("c", NAME, Map::of);
        }

        assertThat(RunNames.read(folder)).isEqualTo(Map.of("b", NAME, "c", NAME));
    }

    @Test
    void firstLineOfAFolderWithoutAListFollowsTheStoredRuns() throws IOException {
        try (RunNames names = new RunNames(folder)) {
            names.remove("unknown");
            assertThat(file()).doesNotExist();
            names.add("new", NAME, () -> Map.of("stored", NAME));
        }

        assertThat(RunNames.read(folder)).isEqualTo(Map.of("stored", NAME, "new", NAME));
    }

    @Test
    void damagedAndHalfLinesAreSkippedAndLaterLinesAreWhole() throws IOException {
        add("first", "second");
        byte[] bytes = Files.readAllBytes(file());
        bytes[15] ^= (byte) 0x80;
        Files.write(file(), java.util.Arrays.copyOf(bytes, bytes.length - 3));

        add("third");

        assertThat(RunNames.read(folder)).isEqualTo(Map.of("third", NAME));
    }

    @Test
    void folderWithoutAListHasNoNames() throws IOException {
        assertThat(RunNames.read(folder)).isEmpty();
    }
}
