package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests the launcher with a finished build and a `java` that prints its arguments. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "..", "anabranch");

    @TempDir
    Path home;

    private Path examples;
    private Path library;
    private Path own;

    @BeforeEach
    void build() throws IOException {
        Files.copy(LAUNCHER, home.resolve("anabranch"));
        Path work = Files.createDirectories(home.resolve("local-dev/cli/target/launcher"));
        Path jars = Files.createDirectory(work.resolve("even"));
        examples = Files.createFile(jars.resolve("anabranch-examples.jar"));
        library = Files.createFile(jars.resolve("picocli.jar"));
        own = Files.createDirectory(home.resolve("own classes"));
        Path classPath = Files.writeString(work.resolve("class-path"), examples + ":" + library + "\n");
        Files.setLastModifiedTime(classPath, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    @Test
    void examplesAreOnTheClassPathByDefault() throws Exception {
        assertThat(classPath(Map.of())).isEqualTo(examples + ":" + library);
    }

    @Test
    void ownWorkflowsReplaceTheExamples() throws Exception {
        assertThat(classPath(Map.of("ANABRANCH_CLASSPATH", own.toString()))).isEqualTo(library + ":" + own);
    }

    @Test
    void missingEntryOfTheClassPathIsAnError() throws Exception {
        assertThat(launch(Map.of("ANABRANCH_CLASSPATH", own + ":/no/such/folder")))
                .containsExactly("anabranch: ANABRANCH_CLASSPATH names `/no/such/folder`, which does not exist."
                        + " Build it, or correct the path.");
    }

    private String classPath(Map<String, String> environment) throws Exception {
        List<String> arguments = launch(environment);
        assertThat(arguments).contains("-cp").endsWith("dev.anabranch.cli.Main", "list");
        return arguments.get(arguments.indexOf("-cp") + 1);
    }

    private List<String> launch(Map<String, String> environment) throws Exception {
        ProcessBuilder launcher =
                new ProcessBuilder("sh", home.resolve("anabranch").toString(), "list").redirectErrorStream(true);
        launcher.environment().remove("ANABRANCH_CLASSPATH");
        launcher.environment().remove("ANABRANCH_JAVA_OPTS");
        launcher.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        launcher.environment().putAll(environment);
        Process process = launcher.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return printed.lines().toList();
    }
}
