package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.Main;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.ResultStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command whose output is no longer read, as in {@code anabranch logs RUN | head -1}, ends without a message. */
final class ClosedPipeTest {

    @TempDir
    Path folder;

    private TestConsole console = new TestConsole();

    private String run = "";

    @BeforeEach
    void runSomething() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(call(
                        console(new PrintStream(out, true, StandardCharsets.UTF_8)),
                        "run",
                        "square-all",
                        "--json",
                        "--input",
                        "{\"n\": 4}"))
                .isEqualTo(ExitCode.OK);
        run = new JsonMapper().readTree(out.toByteArray()).path("runId").textValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "describe square-all",
                "runs",
                "runs --json",
                "status RUN",
                "actions RUN",
                "actions RUN --input",
                "results RUN",
                "results RUN --node square --json",
                "explain square-all",
                "translate square-all",
                "diagram square-all",
                "run square-all --json",
                "completion bash",
                "--help",
                "help run",
                "--version"
            })
    void commandEndsQuietly(String command) {
        PrintStream closed = new PrintStream(
                new ResultStream(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                }),
                false,
                StandardCharsets.UTF_8);
        console = new TestConsole();

        assertThat(call(console(closed), command.replace("RUN", run).split(" ")))
                .as(console.err())
                .isEqualTo(ExitCode.CLOSED_PIPE);
        assertThat(console.err()).doesNotContain("\tat ", "IOException", "bug", "cannot be written", "ipe");
    }

    @Test
    void processEndsAsOtherProgramsDo() throws Exception {
        ProcessBuilder main = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "explain",
                "square-all");

        Process process = main.start();
        process.getInputStream().close();

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isEqualTo(ExitCode.CLOSED_PIPE);
    }

    private CommandContext console(PrintStream out) {
        CommandContext given = console.console(
                folder, Map.of(DataOption.VARIABLE, folder.resolve("data").toString()));
        return new CommandContext(
                out, given.err(), given.terminal(), given.clock(), given.environment(), given.folder(), given.host());
    }

    private static int call(CommandContext context, String... arguments) {
        return Anabranch.run(context, arguments);
    }
}
