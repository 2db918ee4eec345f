package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.stores.internal.storage.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepairCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    private Path data;
    private TestConsole console = new TestConsole();

    @BeforeEach
    void run() {
        data = folder.resolve("data");
        assertThat(call("run", "square-all", "--input", "{\"n\": 4}")).isEqualTo(ExitCode.OK);
    }

    private int call(String... arguments) {
        console = new TestConsole();
        return Anabranch.run(console.console(folder, Map.of(DataOption.VARIABLE, data.toString())), arguments);
    }

    private String onlyRun(String status) throws IOException {
        assertThat(call("runs", "--json")).as(console.err()).isEqualTo(ExitCode.OK);
        JsonNode run = new JsonMapper().readTree(console.out());
        assertThat(run.path("status").textValue()).isEqualTo(status);
        return run.path("runId").textValue();
    }

    @Test
    void wholeFolderIsNotChanged() {
        assertThat(call("repair")).isEqualTo(ExitCode.OK);

        assertThat(console.out()).isEqualToIgnoringNewLines("No file of `" + data + "` is damaged.");
        assertThat(data.resolve("damaged-1")).doesNotExist();
    }

    @Test
    void lostSealIsRefusedAndRepairedWithoutALoss() throws IOException {
        Files.delete(data.resolve("stores.mv.seal"));
        assertThat(call("runs")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err())
                .contains("stores.mv` has no seal", "`./anabranch repair --data " + data + "`")
                .hasLineCount(1);

        assertThat(call("repair")).isEqualTo(ExitCode.OK);

        assertThat(console.out())
                .contains("Nothing is lost.", "The previous files are in `" + data.resolve("damaged-1") + "`.");
        assertThat(call("status", onlyRun("SUCCEEDED"))).isEqualTo(ExitCode.OK);
    }

    @Test
    void checkFindsDamagesOfStoreAndSealAndChangesNothing() throws IOException {
        assertThat(call("repair", "--check")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEqualToIgnoringNewLines("No file of `" + data + "` is damaged.");
        for (String name : List.of("stores.mv", "stores.mv.seal")) {
            Path file = data.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int at = 4096; at < whole.length; at += 4096) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 1;
                Files.write(file, damaged);

                assertThat(call("repair", "--check")).as(name + " at " + at).isEqualTo(ExitCode.RUN_FAILED);

                assertThat(console.out())
                        .contains("The file `stores.mv", "is damaged between the bytes ")
                        .endsWith("Nothing was changed. `./anabranch repair --data " + data
                                + "` restores what it can, and lists what is lost.\n");
                assertThat(file).hasBinaryContent(damaged);
            }
            Files.write(file, whole);
        }
        assertThat(data.resolve("damaged-1")).doesNotExist();
    }

    @Test
    void everyCommandRefusesASmallFolderWithADamagedBlock() throws IOException {
        Path file = data.resolve("stores.mv");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 2048; at < whole.length; at += 4096) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            for (String[] command :
                    List.of(new String[] {"runs"}, new String[] {"run", "square-all", "--input", "{\"n\": 1}"})) {
                assertThat(call(command)).isEqualTo(ExitCode.WRONG_COMMAND);
                assertThat(console.err())
                        .contains("stores.mv` is damaged", "`./anabranch repair --data " + data + "`")
                        .hasLineCount(1);
            }
            assertThat(file).hasBinaryContent(damaged);
        }
        Files.write(file, whole);
        onlyRun("SUCCEEDED");
    }

    @Test
    void folderInUseAndMissingFolderAreRefused() {
        try (DataFolder held = DataFolder.open(data)) {
            assertThat(held.folder()).isEqualTo(data);
            assertThat(call("repair")).isEqualTo(ExitCode.WRONG_COMMAND);
            assertThat(console.err()).contains("is held by another process").hasLineCount(1);
        }
        assertThat(call("repair", "--data", folder.resolve("nowhere").toString()))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("nowhere` is missing.").hasLineCount(1);
    }
}
