package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutFolderTest {

    @TempDir
    Path temporary;

    @Test
    void discardDeletesTheEmptyFoldersThatWereCreated() {
        OutFolder.at(temporary.resolve("a/b")).discard();

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void discardKeepsFoldersThatExistedOrHaveFiles() throws IOException {
        Path existing = Files.createDirectories(temporary.resolve("existing"));
        OutFolder.at(existing).discard();
        OutFolder used = OutFolder.at(temporary.resolve("used/out"));
        Files.createFile(temporary.resolve("used/out/file"));
        used.discard();

        assertThat(existing).isDirectory();
        assertThat(temporary.resolve("used/out/file")).exists();
    }
}
