package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.Main;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands in several processes on one data folder. Takes over 10 seconds, because most tests start two processes, one
 * after the other.
 */
@Timeout(120)
final class SeveralTerminalsTest {

    /** A busy machine needs more than the default of 10 seconds. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final ServerSocket gate;
    private final List<Process> processes = new ArrayList<>();

    SeveralTerminalsTest() throws IOException {
        gate = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    /** Waits until the test lets it continue. */
    public static final class PassGate implements Task<Integer, String> {
        @Override
        public String run(Integer port, TaskContext context) throws IOException {
            System.out.println("waiting at the gate");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                int end = socket.getInputStream().read();
                return end < 0 ? "passed" : "refused";
            }
        }
    }

    public static final class Gated implements Workflow<Integer, String> {
        @Override
        public String name() {
            return "gated";
        }

        @Override
        public Value<String> define(Flow flow, Value<Integer> port) {
            return flow.call(PassGate.class, port);
        }
    }

    @AfterEach
    void endProcesses() throws IOException {
        gate.close();
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }

    /** A run in a process that has reached the gate. */
    private record Waiting(Process process, Socket gate, Path err) {
        void pass() throws IOException {
            gate.close();
        }

        int exitCode() throws InterruptedException, IOException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("it has ended: %s", Files.readString(err))
                    .isTrue();
            return process.exitValue();
        }
    }

    private Waiting start() throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(Workflow.class.getName()), Gated.class.getName());
        Path err = folder.resolve("err" + processes.size());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "gated",
                        "--input",
                        String.valueOf(gate.getLocalPort()),
                        "--data",
                        folder.resolve("data").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        processes.add(process);
        return new Waiting(process, gate.accept(), err);
    }

    private TestConsole call(int exit, String... words) {
        TestConsole console = new TestConsole();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        int code = Anabranch.run(console.console(folder), all.toArray(String[]::new));
        assertThat(code).as(console.err()).isEqualTo(exit);
        return console;
    }

    private CompletableFuture<TestConsole> follow(int exit, String... words) {
        return CompletableFuture.supplyAsync(() -> call(exit, words));
    }

    /** Returns the statuses of the runs by id, as `runs` shows them. */
    private Map<String, String> statuses() {
        Map<String, String> statuses = new HashMap<>();
        call(ExitCode.OK, "runs").out().lines().skip(1).forEach(line -> {
            String[] cells = line.split(" +", 3);
            statuses.put(cells[0], cells[1]);
        });
        return statuses;
    }

    private String newest() throws IOException {
        String line = call(ExitCode.OK, "runs", "--json", "--limit", "1").out();
        return new JsonMapper().readTree(line).path("runId").textValue();
    }

    @Test
    void runsAndTheirFollowersUseOneFolderAtTheSameTime() throws Exception {
        Waiting first = start();
        String firstRun = newest();
        CompletableFuture<TestConsole> status = follow(ExitCode.OK, "status", firstRun, "--follow");
        CompletableFuture<TestConsole> logs = follow(ExitCode.OK, "logs", firstRun, "--follow");
        Waiting second = start();
        String secondRun = newest();
        assertThat(statuses()).isEqualTo(Map.of(firstRun, "RUNNING", secondRun, "RUNNING"));
        assertThat(call(ExitCode.OK, "logs", secondRun).out()).contains("waiting at the gate");

        second.pass();

        assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(statuses()).isEqualTo(Map.of(firstRun, "RUNNING", secondRun, "SUCCEEDED"));
        assertThat(call(ExitCode.OK, "results", secondRun).out()).isEqualToIgnoringNewLines("\"passed\"");

        first.pass();

        assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(status.join().out()).contains("status    SUCCEEDED");
        assertThat(logs.join().out()).contains("waiting at the gate").hasLineCount(1);
        assertThat(statuses()).isEqualTo(Map.of(firstRun, "SUCCEEDED", secondRun, "SUCCEEDED"));
    }

    @Test
    void secondRunContinuesWhenTheProcessThatHoldsTheFolderIsKilled() throws Exception {
        Waiting first = start();
        String firstRun = newest();
        CompletableFuture<TestConsole> status = follow(ExitCode.RUN_FAILED, "status", firstRun, "--follow");
        Waiting second = start();
        String secondRun = newest();

        first.process().destroyForcibly().onExit().join();

        assertThat(status.join().out()).contains("status    LOST");
        Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(statuses())
                .isEqualTo(Map.of(firstRun, "LOST", secondRun, "RUNNING")));
        second.pass();
        assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(statuses()).isEqualTo(Map.of(firstRun, "LOST", secondRun, "SUCCEEDED"));
    }

    @Test
    void runOfAKilledSecondProcessIsListedAsLost() throws Exception {
        Waiting first = start();
        String firstRun = newest();
        Waiting second = start();
        String secondRun = newest();

        second.process().destroyForcibly().onExit().join();

        Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(statuses())
                .isEqualTo(Map.of(firstRun, "RUNNING", secondRun, "LOST")));
        first.pass();
        assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void eachRunIsCancelledFromAnotherTerminal() throws Exception {
        Waiting first = start();
        String firstRun = newest();
        Waiting second = start();
        String secondRun = newest();

        assertThat(call(ExitCode.OK, "cancel", secondRun).out()).isEqualToIgnoringNewLines(secondRun + " ABORTED");
        assertThat(second.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(statuses()).isEqualTo(Map.of(firstRun, "RUNNING", secondRun, "ABORTED"));

        assertThat(call(ExitCode.OK, "cancel", firstRun).out()).isEqualToIgnoringNewLines(firstRun + " ABORTED");
        assertThat(first.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(call(ExitCode.OK, "delete", firstRun, secondRun).out()).hasLineCount(2);
        assertThat(statuses()).isEmpty();
    }

    /** A console in a thread, until it is interrupted. */
    private record Page(Thread command, URI address) implements AutoCloseable {

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address.resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        }

        String status(String run) throws IOException, InterruptedException {
            HttpResponse<String> answer = get("/api/runs/" + run);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new JsonMapper().readTree(answer.body()).path("status").textValue();
        }

        @Override
        public void close() {
            command.interrupt();
            try {
                command.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Page openPage() {
        TestConsole console = new TestConsole();
        Thread command = new Thread(() -> Anabranch.run(
                console.console(folder),
                "console",
                "--print",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString()));
        command.start();
        Awaitility.await()
                .atMost(LONGEST)
                .untilAsserted(() -> assertThat(console.out()).as(console.err()).startsWith("http://"));
        return new Page(command, URI.create(console.out().strip()));
    }

    @Test
    void consolesOpenTheFolderThemselvesWhenTheRunThatHoldsItHasEnded() throws Exception {
        Waiting first = start();
        String run = newest();
        try (Page one = openPage();
                Page two = openPage()) {
            assertThat(one.status(run)).isEqualTo("RUNNING");
            assertThat(two.status(run)).isEqualTo("RUNNING");
            assertThat(one.get("/descriptions").body()).contains("\"square-all\":");

            first.pass();
            assertThat(first.exitCode()).isEqualTo(ExitCode.OK);

            CompletableFuture<String> both = CompletableFuture.supplyAsync(() -> {
                try {
                    return two.status(run);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(one.status(run)).isEqualTo("SUCCEEDED");
            assertThat(both.join()).isEqualTo("SUCCEEDED");
            assertThat(one.get("/api/runs/" + run + "/output").body()).contains("passed");

            Waiting second = start();
            assertThat(two.status(newest())).isEqualTo("RUNNING");
            second.pass();
            assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
        }
        assertThat(statuses()).hasSize(2).allSatisfy((id, status) -> assertThat(status)
                .isEqualTo("SUCCEEDED"));
    }

    @Test
    void consoleFollowsTheNextHolderWhenTheOneBeforeIsKilled() throws Exception {
        Waiting first = start();
        String firstRun = newest();
        try (Page page = openPage()) {
            Waiting second = start();
            String secondRun = newest();
            assertThat(page.status(secondRun)).isEqualTo("RUNNING");

            first.process().destroyForcibly().onExit().join();

            Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(page.status(firstRun))
                    .isEqualTo("LOST"));
            assertThat(page.status(secondRun)).isEqualTo("RUNNING");
            second.pass();
            assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
            Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(page.status(secondRun))
                    .isEqualTo("SUCCEEDED"));
        }
    }

    @Test
    void consoleOpensTheFolderThatAShortCommandHeldAtItsStart() throws Exception {
        Waiting run = start();
        String id = newest();
        run.pass();
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        DataFolder held = DataFolder.open(folder.resolve("data"), Storage.Sync.WRITTEN);
        try (Page page = openPage()) {
            held.close();

            assertThat(page.status(id)).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void twoRunsThatAreStartedAtTheSameMomentBothSucceed() throws Exception {
        List<CompletableFuture<TestConsole>> runs = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            runs.add(follow(ExitCode.OK, "run", "square-all", "--input", "{\"n\": 20}"));
        }

        runs.forEach(run -> assertThat(run.join().out()).contains("\"sum\" : 2470"));

        assertThat(statuses()).hasSize(4).allSatisfy((run, status) -> assertThat(status)
                .isEqualTo("SUCCEEDED"));
    }
}
