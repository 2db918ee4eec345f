package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.stores.internal.storage.FolderProcesses;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code anabranch dev} on a new project. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of a project is a shell script")
final class DevCommandTest {

    /** A busy machine needs more than the default of 10 seconds. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final TestConsole console = new TestConsole();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final Thread dev = new Thread(() -> ended.complete(Anabranch.run(
            console.console(
                    project(),
                    Map.of(DataOption.VARIABLE, folder.resolve("data").toString())),
            "dev")));

    private Path project() {
        return folder.resolve("rivers");
    }

    private Path source(String name) {
        return project().resolve("src/main/java/org/example/" + name);
    }

    private void edit(String name, String from, String to) throws IOException {
        String text = Files.readString(source(name));
        assertThat(text).contains(from);
        Files.writeString(source(name), text.replace(from, to));
    }

    /** Creates a project as its launcher leaves it, without its CDK app, because the CDK is not on this class path. */
    @BeforeEach
    void start() throws IOException {
        createProject("rivers");
        dev.start();
        awaitOutput("Watching");
    }

    private Path createProject(String name) throws IOException {
        assertThat(Anabranch.run(new TestConsole().console(folder), "new", name, "--package", "org.example"))
                .isEqualTo(ExitCode.OK);
        Path created = folder.resolve(name);
        String app = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "App.java";
        Files.delete(created.resolve("src/main/java/org/example/" + app));
        Path work = Files.createDirectories(created.resolve("target/anabranch"));
        // Without the examples, whose workflows are on the class path of this test.
        String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("examples") && !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        Files.writeString(work.resolve("dependencies"), libraries);
        Files.writeString(
                work.resolve("class-path"), created.resolve("target/classes") + File.pathSeparator + libraries + "\n");
        return created;
    }

    @AfterEach
    void stop() throws InterruptedException {
        dev.interrupt();
        dev.join();
        assertThat(ended).as(console.err()).isCompletedWithValue(ExitCode.OK);
        assertThat(project().resolve("target/anabranch/dev")).doesNotExist();
    }

    private void awaitOutput(String text) {
        Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(console.out() + console.err())
                .contains(text));
    }

    /** Runs the workflow through the launcher of the project, and returns its exit code, output and messages. */
    private String run() throws IOException {
        ProcessBuilder launcher = new ProcessBuilder("./anabranch", "run", "hello", "--quiet")
                .directory(project().toFile())
                .redirectErrorStream(true);
        launcher.environment().put(DataOption.VARIABLE, folder.resolve("data").toString());
        launcher.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = launcher.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() + " " + said;
    }

    @Test
    void nextRunUsesTheChangedClassesAndItsRecordsAreInTheSameFolder() throws IOException {
        edit("Greet.java", "Hello, ", "Good day, ");

        assertThat(run()).startsWith("0 ").contains("Good day, Elbe!");

        assertThat(new FolderProcesses(folder.resolve("data")).holder()).isPresent();
        TestConsole runs = new TestConsole();
        assertThat(Anabranch.run(
                        runs.console(folder),
                        "runs",
                        "--data",
                        folder.resolve("data").toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(runs.out()).contains("SUCCEEDED");
    }

    @Test
    void errorsAreShownWithFileAndLineHereAndByTheNextRun() throws IOException {
        edit("Greet.java", "return ", "retrun ");

        assertThat(run()).startsWith("2 ").contains("src/main/java/org/example/Greet.java:");
        awaitOutput("src/main/java/org/example/Greet.java:");
        awaitOutput("Not compiled: ");

        edit("Greet.java", "retrun ", "return ");
        assertThat(run()).startsWith("0 ").contains("Hello, Elbe!");
    }

    @Test
    void findingsAndChangesOfThePlanAreShown() throws IOException {
        edit("Hello.java", ".named(\"greet\")", ".named(\"salute\")");
        awaitOutput("The plan of `hello` has changed:");
        awaitOutput("salute");

        edit("Hello.java", ".named(\"salute\")", ".named(\"salute\").named(\"greet\")");
        awaitOutput("The workflow `hello` cannot be translated");
        awaitOutput("(Hello.java:");
    }

    @Test
    void classesOfRemovedSourcesAreRemoved() throws IOException {
        Path more = source("More.java");
        Files.writeString(more, "package org.example;\n\nfinal class More {}\n");
        Path compiled = project().resolve("target/classes/org/example/More.class");
        Awaitility.await().atMost(LONGEST).until(() -> Files.exists(compiled));

        Files.delete(more);

        Awaitility.await().atMost(LONGEST).until(() -> Files.notExists(compiled));
    }

    @Test
    void deletedServicesFileIsNoticed() throws IOException {
        Files.delete(project().resolve("src/main/resources/META-INF/services/dev.anabranch.workflow.Workflow"));

        awaitOutput("The class `org.example.Hello` is a workflow, but no META-INF/services/");
    }

    @Test
    void projectIsCompiledAndCheckedWhileAnotherProcessHoldsTheDataFolder() throws Exception {
        Path maps = createProject("maps");
        TestConsole other = new TestConsole();
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread second = new Thread(() -> code.complete(Anabranch.run(
                other.console(
                        maps, Map.of(DataOption.VARIABLE, folder.resolve("data").toString())),
                "dev")));
        second.start();
        try {
            Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(other.out())
                    .contains("Compiled in", "Watching  " + maps)
                    .doesNotContain("Console"));
            assertThat(other.err())
                    .contains(
                            "is held by process " + ProcessHandle.current().pid(),
                            "compiles and checks the project, but serves no console");

            Path hello = maps.resolve("src/main/java/org/example/Hello.java");
            Files.writeString(
                    hello, Files.readString(hello).replace(".named(\"greet\")", ".named(\"a\").named(\"greet\")"));
            Awaitility.await().atMost(LONGEST).untilAsserted(() -> assertThat(other.err())
                    .contains("The workflow `hello` cannot be translated"));
        } finally {
            second.interrupt();
            second.join();
        }
        assertThat(code).isCompletedWithValue(ExitCode.OK);
    }

    @Test
    void projectThatAnotherProcessWatchesIsRefused() throws IOException {
        long other = ProcessHandle.current().parent().orElseThrow().pid();
        Path maps = createProject("maps");
        Path watched = Files.writeString(maps.resolve("target/anabranch/dev"), other + "\n");
        TestConsole refused = new TestConsole();

        assertThat(Anabranch.run(
                        refused.console(
                                maps,
                                Map.of(
                                        DataOption.VARIABLE,
                                        folder.resolve("other").toString())),
                        "dev"))
                .isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(refused.err()).contains("The process " + other + " watches the project", "kill " + other);
        assertThat(watched).exists();
    }

    @Test
    void folderWithoutAProjectIsRefused() {
        TestConsole elsewhere = new TestConsole();

        assertThat(Anabranch.run(elsewhere.console(folder), "dev")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(elsewhere.err())
                .contains("is not a project of `./anabranch new`")
                .hasLineCount(1);
    }
}
