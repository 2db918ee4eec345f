package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README compiles, and its commands run. */
final class ReadmeTest {

    private static final Path README = Path.of("..", "..", "README.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");
    private static final Pattern COMMAND = Pattern.compile("\\./anabranch ([^`\n]+)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    /** Replaced by the address of a run API on this machine. */
    private static final String STACK = "--stack Anabranch-dev";

    private static ServedRuns served;

    @TempDir
    Path folder;

    @BeforeAll
    static void serve() throws IOException {
        served = new ServedRuns(Map.of(), "land-cover");
    }

    @AfterAll
    static void stop() throws IOException {
        served.close();
    }

    @Test
    void javaOfTheReadmeCompiles() throws IOException {
        List<JavaFileObject> sources = JAVA.matcher(Files.readString(README))
                .results()
                .map(block -> source(block.group(1)))
                .toList();
        assertThat(sources).hasSizeGreaterThanOrEqualTo(2);

        StringWriter messages = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        sources)
                .call();

        assertThat(compiled).as(messages.toString()).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> commandsOfTheReadmeRun() throws IOException {
        List<String> commands = COMMAND.matcher(Files.readString(README))
                .results()
                .map(found -> found.group(1).strip())
                .distinct()
                // Run until they are stopped; ServeCommandTest and ConsoleBrowserTest cover them.
                .filter(command -> !command.startsWith("serve") && !command.startsWith("console"))
                // Require a failed or a running run; KeptRunsTest and CancelTest cover them.
                .filter(command -> !command.equals("rerun RUN") && !command.equals("cancel RUN"))
                // Wait for each other; answerOfTheReadmeEndsTheRunThatWaitsForIt covers them.
                .filter(command -> !command.startsWith("run approval")
                        && !command.startsWith("signal")
                        && !command.equals("waiting"))
                // Require runs of other workflows and labels; KeptRunsTest and SignalCommandTest cover them.
                .filter(command -> !command.contains("--parent") && !command.contains("--label"))
                // Requires a run of a killed process; KeptRunsTest covers it.
                .filter(command -> !command.equals("runs --status LOST"))
                // Prints nothing, because the tasks of the examples log nothing; LogsCommandTest covers it.
                .filter(command -> !command.startsWith("logs"))
                // Prints nothing, because no process was killed; KeptRunsTest covers it.
                .filter(command -> !command.equals("runs --status LOST"))
                // Commands of the new project; NewCommandTest and DevCommandTest cover them.
                .filter(command -> !command.equals("run hello") && !command.equals("dev"))
                .toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(4);
        return commands.stream()
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    TestConsole console = new TestConsole();
                    String here = command.replace(STACK, "--url " + served.uri());
                    String target = here.equals(command) ? "" : "--url " + served.uri();
                    String actual = here.contains("RUN") ? here.replace("RUN", latestRun(target)) : here;
                    int exit = Anabranch.run(console(console), words(actual));
                    assertThat(exit).as(console.err()).isEqualTo(ExitCode.OK);
                    assertThat(console.out()).isNotEmpty();
                }));
    }

    @Test
    void answerOfTheReadmeEndsTheRunThatWaitsForIt() throws IOException {
        TestConsole terminal = new TestConsole();
        CommandContext inTerminal = console(terminal);
        String[] run = words(command("run approval"));
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread running = new Thread(() -> exit.complete(Anabranch.run(inTerminal, run)));
        running.start();

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> call("waiting")
                .contains("approve[0 \"Lease\"]"));
        assertThat(call(command("signal"))).contains("approve[0]  answered");

        assertThat(exit.join()).as(terminal.err()).isEqualTo(ExitCode.OK);
        assertThat(terminal.out().replaceAll("\\s", "")).contains("\"documents\":1,\"approved\":1");
    }

    /** Returns the output of a command that succeeds. */
    private String call(String command) throws IOException {
        TestConsole console = new TestConsole();
        assertThat(Anabranch.run(console(console), words(command)))
                .as(console.err())
                .isEqualTo(ExitCode.OK);
        return console.out();
    }

    /** Returns the command of the README that begins with some words. */
    private static String command(String beginning) throws IOException {
        return COMMAND.matcher(Files.readString(README))
                .results()
                .map(found -> found.group(1).strip())
                .filter(found -> found.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    /** Returns a console with a temporary home, which keeps the runs of all commands. */
    private CommandContext console(TestConsole console) throws IOException {
        Path clone = Files.createDirectories(folder.resolve("clone")); // Commands write beside it.
        return console.console(clone, Map.of("HOME", folder.toString()));
    }

    private String latestRun(String target) throws IOException {
        TestConsole console = new TestConsole();
        assertThat(Anabranch.run(console(console), words("runs --limit 1 --json " + target)))
                .isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(console.out()).path("runId").textValue();
    }

    private static JavaFileObject source(String text) {
        MatchResult name = CLASS.matcher(text).results().findFirst().orElseThrow();
        return new SimpleJavaFileObject(
                URI.create("string:///readme/" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static String[] words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .toArray(String[]::new);
    }
}
