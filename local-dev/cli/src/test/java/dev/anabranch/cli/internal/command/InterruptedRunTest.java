package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cli.Main;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code anabranch run} in a separate process, which is interrupted while its actions run. */
@Timeout(60)
final class InterruptedRunTest {

    private static final String BUSY = "busy with ";
    private static final int AT_ONCE = 3;
    /** One action has returned, three are running, and two have not started. */
    private static final int ITEMS = 6;

    @TempDir
    Path folder;

    /** Waits forever, except for the first number. */
    public static final class WaitForEver implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) throws InterruptedException {
            if (number > 0) {
                System.err.println(BUSY + number);
                new CountDownLatch(1).await();
            }
            return number;
        }
    }

    public static final class Count implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    public static final class HowMany implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            return numbers.size();
        }
    }

    /** Runs until it is interrupted. */
    public static final class Endless implements Workflow<Long, Long> {
        @Override
        public String name() {
            return "endless";
        }

        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            return flow.call(
                    HowMany.class,
                    flow.map(flow.call(Count.class, width), WaitForEver.class)
                            .named("wait")
                            .concurrency(AT_ONCE)
                            .collect());
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGINT to send")
    void ctrlCAbortsTheRunAndItsActionsInFlight() throws Exception {
        try (Running process = new Running(folder)) {
            process.awaitBusy(AT_ONCE);
            assumeThat(process.takesInterrupts())
                    .as("the parent process ignores SIGINT, and child processes inherit this")
                    .isTrue();

            process.interrupt();

            assertThat(process.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(process.said()).contains("The run of `endless` was cancelled.", "ABORTED: 5 actions, 3 aborted");
        }
        assertAborted(onlyRun());
    }

    @Test
    void cancelFromAnotherProcessAbortsTheRun() throws Exception {
        String run;
        try (Running process = new Running(folder)) {
            process.awaitBusy(AT_ONCE);
            run = new ObjectMapper()
                    .readTree(call(ExitCode.OK, "runs", "--json").out())
                    .path("runId")
                    .textValue();

            assertThat(call(ExitCode.OK, "cancel", run).out()).isEqualToIgnoringNewLines(run + " ABORTED");

            assertThat(process.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
            assertThat(process.said())
                    .contains("The run of `endless` was cancelled.", "ABORTED: 5 actions, 3 aborted", "rerun " + run);
        }
        assertThat(onlyRun()).isEqualTo(run);
        assertAborted(run);
    }

    private String onlyRun() throws IOException {
        JsonNode run =
                new ObjectMapper().readTree(call(ExitCode.OK, "runs", "--json").out());
        assertThat(run.path("status").textValue()).isEqualTo("ABORTED");
        return run.path("runId").textValue();
    }

    private void assertAborted(String run) throws IOException {
        Map<String, String> statuses = new TreeMap<>();
        for (String line :
                call(ExitCode.OK, "actions", run, "--json").out().lines().toList()) {
            JsonNode action = new ObjectMapper().readTree(line);
            statuses.put(
                    action.path("node").textValue() + action.path("action").textValue(),
                    action.path("status").textValue());
        }
        assertThat(statuses)
                .isEqualTo(Map.of(
                        "count", "SUCCEEDED",
                        "wait0", "SUCCEEDED",
                        "wait1", "ABORTED",
                        "wait2", "ABORTED",
                        "wait3", "ABORTED"));
    }

    private TestConsole call(int expected, String... arguments) {
        TestConsole console = new TestConsole();
        int code = Anabranch.run(console.console(folder, Map.of(DataOption.VARIABLE, folder.toString())), arguments);
        assertThat(code).as(console.err()).isEqualTo(expected);
        return console;
    }

    /** The process, which {@link #close} kills. */
    private static final class Running implements AutoCloseable {

        private final Process process;
        private final BufferedReader err;

        Running(Path folder) throws IOException {
            Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
            Files.writeString(services.resolve(Workflow.class.getName()), Endless.class.getName());
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "run",
                            "endless",
                            "--input",
                            String.valueOf(ITEMS),
                            "--data",
                            folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            err = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        }

        /** Waits until this number of actions have reported that they run. */
        void awaitBusy(int actions) throws IOException {
            int busy = 0;
            StringBuilder said = new StringBuilder();
            while (busy < actions) {
                String line = err.readLine();
                assertThat(line)
                        .as("the process ended with the output: %s", said)
                        .isNotNull();
                said.append(line).append('\n');
                busy += line.contains(BUSY) ? 1 : 0;
            }
        }

        /** Returns false if the signal is ignored, which processes inherit; true if this is unknown. */
        boolean takesInterrupts() throws IOException {
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            return !Files.isReadable(status)
                    || Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("SigIgn:"))
                            .noneMatch(line ->
                                    (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        }

        void interrupt() throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }

        /** Returns all output since the start. */
        String said() throws IOException {
            StringBuilder said = new StringBuilder();
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                said.append(line).append('\n');
            }
            return said.toString();
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it has ended").isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
