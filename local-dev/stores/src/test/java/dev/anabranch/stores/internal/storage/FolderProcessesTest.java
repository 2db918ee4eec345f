package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderProcessesTest {

    @TempDir
    Path folder;

    @Test
    void heldFolderNamesTheProcessAndHowToStopIt() {
        long process = ProcessHandle.current().pid();
        try (DataFolder held = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(folder))
                    .hasMessageContaining("is held by another process of Anabranch. Stop that process first");
            FolderProcesses processes = new FolderProcesses(held.folder());
            processes.publish(
                    new FolderProcesses.Address(process, URI.create("http://127.0.0.1:1"), Optional.empty(), "secret"));

            assertThatThrownBy(() -> DataFolder.open(folder))
                    .hasMessageContaining("is held by process " + process)
                    .hasMessageContaining("Stop it with Ctrl-C in its terminal, or with `kill " + process + "`")
                    .hasMessageNotContaining("secret");
            processes.withdraw();
        }
    }

    @Test
    void commandIsTheFirstWordAfterTheMainClass() {
        assertThat(FolderProcesses.command("-Xmx1g", "-cp", "a.jar:b.jar", "dev.anabranch.cli.Main", "console", "--x"))
                .hasValue("console");
        assertThat(FolderProcesses.command("-cp", "a.jar", "dev.anabranch.cli.Main"))
                .isEmpty();
        assertThat(FolderProcesses.command("-cp", "a.jar", "dev.anabranch.cli.Main", "--data"))
                .isEmpty();
        assertThat(FolderProcesses.command("-jar", "surefire.jar")).isEmpty();
    }
}
