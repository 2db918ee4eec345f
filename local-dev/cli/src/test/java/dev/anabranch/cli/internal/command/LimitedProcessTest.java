package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.Main;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that lacks disk space, file descriptors or heap ends with a sentence and exit code 2. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
final class LimitedProcessTest {

    @TempDir
    Path folder;

    /** How a command ended. */
    private record Ended(int code, String messages) {}

    /** Runs a command in a process with a limit of the shell. */
    private Ended run(String limit, String heap, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                limit + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                heap,
                "-cp",
                folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String messages = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), messages);
    }

    @Test
    void runGivesUpIfTheDiskRefusesItsWrites() throws Exception {
        // The records of 5,000 actions are larger than the limit, even if all are written together.
        Ended ended = run(
                "ulimit -f 64",
                "-Xmx256m",
                "run",
                "large-fanout",
                "--input",
                "{\"r\":5000}",
                "--data",
                folder.toString());

        assertThat(ended.messages())
                .contains("The data folder `" + folder + "` cannot be written: ", "`anabranch rerun`")
                .doesNotContain("bug in Anabranch");
        assertThat(ended.code()).isEqualTo(ExitCode.WRONG_COMMAND);
    }

    @Test
    void newDataFolderThatTheDiskRefusesIsNamed() throws Exception {
        Ended ended = run("ulimit -f 8", "-Xmx256m", "run", "square-all", "--data", folder.toString());

        assertThat(ended.messages())
                .contains("The data folder `" + folder + "` cannot be ")
                .doesNotContain("bug in Anabranch");
        assertThat(ended.code()).isEqualTo(ExitCode.WRONG_COMMAND);
    }

    @Test
    void tooFewFileDescriptorsAreNamed() throws Exception {
        Ended ended = run("ulimit -n 24", "-Xmx256m", "run", "square-all", "--data", folder.toString());

        assertThat(ended.messages()).contains("`ulimit -n 1024`");
        assertThat(ended.code()).isEqualTo(ExitCode.WRONG_COMMAND);
    }

    /** Opens files until the system refuses, and keeps them open. */
    public static final class OpenAll implements Task<String, String> {

        private static final List<Object> OPEN = new ArrayList<>();

        @Override
        public String run(String device, TaskContext context) throws IOException {
            while (!device.isEmpty()) {
                OPEN.add(new FileInputStream(device));
            }
            return "";
        }
    }

    /** Calls {@link OpenAll}. */
    public static final class Opening implements Workflow<String, String> {
        @Override
        public String name() {
            return "opening";
        }

        @Override
        public Value<String> define(Flow flow, Value<String> device) {
            return flow.call(OpenAll.class, device);
        }
    }

    @Test
    void taskThatHoldsAllFilesOpenEndsOnlyItsRun() throws Exception {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(Workflow.class.getName()), Opening.class.getName());
        String data = folder.resolve("data").toString();

        Ended ended = run("ulimit -n 300", "-Xmx256m", "run", "opening", "--input", "\"/dev/null\"", "--data", data);

        assertThat(ended.code()).as(ended.messages()).isIn(ExitCode.RUN_FAILED, ExitCode.WRONG_COMMAND);
        assertThat(ended.messages()).containsAnyOf("Too many open files", "`ulimit -n 1024`");
        Ended next = run("ulimit -n 300", "-Xmx256m", "run", "opening", "--input", "\"\"", "--data", data);
        assertThat(next.code()).as(next.messages()).isEqualTo(ExitCode.OK);
    }

    @Test
    void heapThatIsTooSmallIsNamed() throws Exception {
        Ended ended = run(
                "true", "-Xmx32m", "run", "large-fanout", "--input", "{\"r\": 200000}", "--data", folder.toString());

        assertThat(ended.messages()).contains("is too small for what runs here").doesNotContain("bug in Anabranch");
        // The task or Anabranch itself is the first to find no memory.
        assertThat(ended.code()).isIn(ExitCode.RUN_FAILED, ExitCode.WRONG_COMMAND);
    }
}
