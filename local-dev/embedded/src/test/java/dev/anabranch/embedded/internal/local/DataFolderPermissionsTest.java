package dev.anabranch.embedded.internal.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.engine.journal.JournalFile;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.FolderProcesses;
import dev.anabranch.stores.internal.storage.FolderProcesses.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that only its owner can read anything in a data folder. */
final class DataFolderPermissionsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path parent;

    private final Map<String, String> permissions = new TreeMap<>();

    private void collect(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                permissions.put(
                        parent.relativize(file).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyFileAndFolderIsPrivate() throws IOException {
        Path folder = parent.resolve("data");
        try (DataFolder data = DataFolder.open(folder);
                JournalFile journal = data.openExecutions();
                RunLogFiles logs = new RunLogFiles(data.logs())) {
            assertThat(journal.keys("")).isEmpty();
            new RunMarks(folder, "", () -> {}).add("run-1");
            logs.write(new LogLine(
                    Instant.EPOCH, System.Logger.Level.INFO, "run-1", "w", "n", List.of(), 1, "m", null, null, ""));
            FolderProcesses processes = new FolderProcesses(folder);
            Address address = new Address(1, URI.create("http://127.0.0.1:1"), Optional.empty(), "token");
            processes.publish(address);
            try (FolderProcesses.Guest guest = processes.join("guest")) {
                guest.publish(address);
                collect(folder);
            }
        }

        assertThat(permissions)
                .containsKeys(
                        "data/lock",
                        "data/stores.mv",
                        "data/stores.mv.seal",
                        "data/executions.journal",
                        "data/running/run-1",
                        "data/processes/holder.json",
                        "data/processes/guest.json",
                        "data/processes/guest.lock",
                        "data/logs/run-1.jsonl");
        permissions.forEach((name, permission) ->
                assertThat(permission).as(name).isEqualTo(isFolder(name) ? "rwx------" : "rw-------"));
    }

    @Test
    void folderWithOtherFilesStaysOpenToOthers() throws IOException {
        Path shared = Files.createDirectory(parent.resolve("data"));
        Files.writeString(shared.resolve("notes.txt"), "of somebody else");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));

        for (int i = 0; i < 2; i++) {
            DataFolder.open(shared).close();
        }

        collect(shared);
        assertThat(permissions)
                .containsEntry("data", "rwxrwxrwx")
                .containsEntry("data/stores.mv", "rw-------")
                .containsEntry("data/stores.mv.seal", "rw-------");
    }

    @Test
    void emptyFolderBecomesPrivate() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("data"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        DataFolder.open(folder).close();

        collect(folder);
        assertThat(permissions).containsEntry("data", "rwx------");
    }

    private static boolean isFolder(String name) {
        return List.of("data", "data/running", "data/processes", "data/logs").contains(name);
    }
}
