package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the launcher with a finished build and a `java` that prints its arguments. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {

    private static final Path REPOSITORY = Path.of("..", "..");

    /** The part that it shares with the launchers of projects. */
    private static final String SHARED = "local-dev/cli/src/main/resources/dev/anabranch/cli/internal/project/start.sh";

    /** Writes the archive in the last step of making it, and prints its arguments otherwise. */
    private static final String ARCHIVING_JAVA = """
            for argument; do
                case $argument in
                    -Xshare:dump | -XX:AOTCacheOutput=*) dumps=true ;;
                    -XX:DumpLoadedClassList=*) exit ;;
                esac
                case $argument in
                    -XX:SharedArchiveFile=* | -XX:AOTCacheOutput=*) file=${argument#*=} ;;
                esac
            done
            if [ -n "${dumps:-}" ]; then echo classes >"$file"; else printf '%s\n' "$@"; fi""";

    @TempDir
    Path home;

    private Path examples;
    private Path library;
    private Path own;

    @BeforeEach
    void build() throws IOException {
        Files.copy(REPOSITORY.resolve("anabranch"), home.resolve("anabranch"));
        Files.createDirectories(home.resolve(SHARED).getParent());
        Files.copy(REPOSITORY.resolve(SHARED), home.resolve(SHARED));
        Path work = Files.createDirectories(home.resolve("local-dev/cli/target/launcher"));
        Path jars = Files.createDirectory(work.resolve("even"));
        examples = Files.createFile(jars.resolve("anabranch-examples.jar"));
        library = Files.createFile(jars.resolve("picocli.jar"));
        own = Files.createDirectory(home.resolve("own classes"));
        Path classPath = Files.writeString(work.resolve("class-path"), examples + ":" + library + "\n");
        Files.setLastModifiedTime(classPath, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        Files.createDirectories(home.resolve("jdk/bin"));
        install("printf '%s\\n' \"$@\"");
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    private void install(String javaScript) throws IOException {
        Path java = Files.writeString(home.resolve("jdk/bin/java"), "#!/bin/sh\n" + javaScript + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void examplesAreOnTheClassPathByDefault() throws Exception {
        assertThat(classPath(Map.of())).isEqualTo(library + ":" + examples);
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

    @Test
    void commandAboutRunsUsesTheLastBuildIfTheBuildFails() throws Exception {
        Path tools = Files.createDirectory(home.resolve("tools"));
        Path mvn = Files.writeString(
                tools.resolve("mvn"),
                "#!/bin/sh\n[ \"$1\" != --version ] || exec echo Apache Maven 3.9.9\necho '[ERROR] wrong'; exit 1\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(home.resolve("jdk/bin/javac"));
        Files.setPosixFilePermissions(home.resolve("jdk/bin/javac"), PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(
                home.resolve("local-dev/cli/target/launcher/class-path"), FileTime.from(Instant.EPOCH));
        Map<String, String> environment = Map.of("PATH", tools + ":" + System.getenv("PATH"));

        assertThat(launch(environment, "runs"))
                .contains(library + ":" + examples, "dev.anabranch.cli.Main")
                .anyMatch(line -> line.startsWith("anabranch: the build failed, so this command uses the last one."));
        assertThat(launch(environment, "list"))
                .contains("[ERROR] wrong")
                .anyMatch(line -> line.startsWith("anabranch: The build failed."));
    }

    @Test
    void commandsShareTheArchiveThatTheFirstOneMakes() throws Exception {
        install(ARCHIVING_JAVA);

        assertThat(launch(Map.of())).contains(sharing(archive()), "-XX:TieredStopAtLevel=1");
        FileTime made = Files.getLastModifiedTime(archive());
        assertThat(launch(Map.of("ANABRANCH_CLASSPATH", own.toString()))).contains(sharing(archive()));

        assertThat(Files.getLastModifiedTime(archive())).isEqualTo(made);
        assertThat(archives()).hasSize(1);
    }

    @Test
    void archiveIsMadeAgainIfAJarIsNewer() throws Exception {
        install(ARCHIVING_JAVA);
        launch(Map.of());
        Files.setLastModifiedTime(archive(), FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));

        assertThat(launch(Map.of())).contains(sharing(archive()));

        assertThat(Files.getLastModifiedTime(archive()).toInstant()).isAfter(Instant.parse("2001-01-01T00:00:00Z"));
    }

    @Test
    void eachJavaHasItsArchive() throws Exception {
        install(ARCHIVING_JAVA);
        launch(Map.of());
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\nJAVA_RUNTIME_VERSION=\"25.0.1+8\"\n");

        List<String> arguments = launch(Map.of());

        assertThat(archives()).hasSize(2);
        assertThat(arguments)
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache=") && argument.endsWith("-25.0.1-8.jsa"));
    }

    @Test
    void javaThatCannotArchiveIsAskedOnce() throws Exception {
        install("echo run >>\"" + home.resolve("runs") + "\"\nprintf '%s\\n' \"$@\"");

        assertThat(launch(Map.of())).noneMatch(argument -> argument.startsWith("-XX:Shared"));
        launch(Map.of());

        // Two steps of the archive, and the two commands.
        assertThat(Files.readAllLines(home.resolve("runs"))).hasSize(4);
    }

    @Test
    void archiveThatCouldNotBeMadeIsMadeADayLater() throws Exception {
        launch(Map.of());
        install(ARCHIVING_JAVA);
        assertThat(launch(Map.of())).noneMatch(argument -> argument.startsWith("-XX:Shared"));

        Files.setLastModifiedTime(archive(), FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        assertThat(launch(Map.of())).contains(sharing(archive()));
        assertThat(archives()).as("without the file of the failure").hasSize(1);
    }

    /** A JVM crashes if its archive is truncated or overwritten. */
    @ParameterizedTest
    @ValueSource(strings = {"", "class", "cl...es\n"})
    void damagedArchiveIsMadeAgain(String left) throws Exception {
        install(ARCHIVING_JAVA);
        launch(Map.of());
        Files.writeString(archive(), left);

        assertThat(launch(Map.of())).contains(sharing(archive()));
        assertThat(archive()).hasContent("classes");
    }

    @Test
    void nextArchiveRemovesTheFilesOfAKilledCommand() throws Exception {
        install(ARCHIVING_JAVA);
        launch(Map.of());
        Path archive = archive();
        Files.writeString(archive, "");
        Files.writeString(archive.resolveSibling(archive.getFileName() + ".4711.classes"), "");

        launch(Map.of());

        assertThat(archives()).containsExactly(archive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--log-file=log", "--log-file log"})
    void optionBeforeTheCommandDoesNotChangeHowTheCommandStarts(String option) throws Exception {
        install(ARCHIVING_JAVA);
        launch(Map.of());
        assertThat(launch(Map.of(), (option + " run").split(" ")))
                .anyMatch(argument -> argument.startsWith("-XX:Tier4"))
                .doesNotContain("-XX:TieredStopAtLevel=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANABRANCH_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void collectorOfTheUserReplacesTheSerialOne(String variable) throws Exception {
        assertThat(launch(Map.of())).contains("-XX:+UseSerialGC");
        assertThat(launch(Map.of(variable, "-Dx=y -XX:+UseG1GC"))).doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void optionsOfTheUserDoNotReachTheJavaThatMakesTheArchive() throws Exception {
        install("echo \"${JAVA_TOOL_OPTIONS:-none}\" >>\"" + home.resolve("options") + "\"");

        launch(Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"));

        assertThat(home.resolve("options")).hasContent("none\nnone\n-XX:+UseG1GC\n");
    }

    @Test
    void unwritableFolderHasNoArchive() throws Exception {
        install(ARCHIVING_JAVA);
        Path jars = examples.getParent();
        Files.setPosixFilePermissions(jars, PosixFilePermissions.fromString("r-x------"));
        try {
            assumeThat(Files.isWritable(jars)).as("root writes everywhere").isFalse();

            assertThat(launch(Map.of())).noneMatch(argument -> argument.startsWith("-XX:Shared"));
        } finally {
            Files.setPosixFilePermissions(jars, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private Path archive() throws IOException {
        return archives().get(0);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(examples.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith("start"))
                    .filter(file -> !file.toString().endsWith(".key"))
                    .toList();
        }
    }

    private static String sharing(Path archive) {
        return "-XX:SharedArchiveFile=" + archive;
    }

    private String classPath(Map<String, String> environment) throws Exception {
        List<String> arguments = launch(environment);
        assertThat(arguments).contains("-cp").endsWith("dev.anabranch.cli.Main", "list");
        return arguments.get(arguments.indexOf("-cp") + 1);
    }

    private List<String> launch(Map<String, String> environment) throws Exception {
        return launch(environment, "list");
    }

    private List<String> launch(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", home.resolve("anabranch").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder launcher = new ProcessBuilder(command).redirectErrorStream(true);
        launcher.environment()
                .keySet()
                .removeAll(Set.of(
                        "ANABRANCH_CLASSPATH",
                        "ANABRANCH_JAVA_OPTS",
                        "JAVA_TOOL_OPTIONS",
                        "JDK_JAVA_OPTIONS",
                        "_JAVA_OPTIONS"));
        launcher.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        launcher.environment().putAll(environment);
        Process process = launcher.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return printed.lines().toList();
    }
}
