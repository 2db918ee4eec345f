package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.testkit.Scenarios;
import dev.anabranch.workflow.Workflow;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import kotlin.KotlinVersion;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NewCommandTest {

    @TempDir
    private Path folder;

    private final TestConsole console = new TestConsole();

    private int run(String... args) {
        return Anabranch.run(console.console(folder), args);
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> files = Files.walk(in)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void newProjectHasAWorkflowThatRuns() throws Exception {
        assertThat(run("new", "river reports", "--package", "org.example.rivers"))
                .isEqualTo(ExitCode.OK);

        Path project = folder.resolve("river reports");
        assertThat(console.out())
                .contains("Created the project `river-reports`", "cd 'river reports'\n", "./anabranch run hello\n");
        assertRuns(project, compiled(project));
    }

    @Test
    void newProjectInKotlinHasAWorkflowThatRuns() throws Exception {
        assertThat(run("new", "rivers", "--package", "org.example.rivers", "--kotlin"))
                .isEqualTo(ExitCode.OK);

        Path project = folder.resolve("rivers");
        assertThat(project.resolve("pom.xml"))
                .content()
                .contains("<kotlin.version>" + KotlinVersion.CURRENT + "</kotlin.version>");
        assertThat(project.resolve("README.md"))
                .content()
                .contains("`Hello.kt` in `src/main/kotlin/org/example/rivers`");
        assertRuns(project, kotlinCompiled(project, project.resolve("src")));
    }

    @Test
    void propertiesAndDataClassesOfKotlinAreFields() throws Exception {
        Path source = Files.writeString(folder.resolve("Orders.kt"), """
                import dev.anabranch.task.*
                import dev.anabranch.workflow.*

                @JvmRecord data class Line(val article: String, val amount: Int)
                @JvmRecord data class Order(val id: String, val lines: List<Line>)
                class Plain(val name: String) { val size: Int get() = name.length }

                class Orders : Workflow<Order, List<Int>> {
                    override fun define(flow: Flow, order: Value<Order>): Value<List<Int>> {
                        val lines = flow.map(order.get(Order::lines)) { line: Value<Line> ->
                            val twice = flow.record(::Line, line.get(Line::article), line.get(Line::amount))
                            flow.call(Count::class.java, twice)
                        }
                        return lines.label(Line::article).toList()
                    }
                }

                class Count : Task<Line, Int> {
                    override fun run(line: Line, context: TaskContext) = line.amount * 2
                }
                """);
        Path classes = kotlinCompiled(folder, source);
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
                Scenarios scenarios = Scenarios.seeded(1)) {
            Workflow<?, ?> orders =
                    (Workflow<?, ?>) loader.loadClass("Orders").getConstructor().newInstance();
            Object line = loader.loadClass("Line")
                    .getConstructor(String.class, int.class)
                    .newInstance("pen", 21);
            Object order = loader.loadClass("Order")
                    .getConstructor(String.class, List.class)
                    .newInstance("4711", List.of(line));
            assertThat(output(scenarios, orders, order)).isEqualTo(List.of(42));
        }
    }

    @Test
    void lambdasOfKotlinThatComputeAreFindings() throws Exception {
        Path source = Files.writeString(folder.resolve("Swapped.kt"), """
                import dev.anabranch.workflow.*

                @JvmRecord data class Pair(val a: Int, val b: Int)

                class Swapped : Workflow<Pair, Pair> {
                    override fun define(flow: Flow, pair: Value<Pair>): Value<Pair> {
                        val sum = pair.get { it.a + it.b }
                        return flow.record({ a: Int, b: Int -> Pair(b, a) }, sum, pair.get(Pair::b))
                    }
                }
                """);
        Path classes = kotlinCompiled(folder, source);
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
                Scenarios scenarios = Scenarios.seeded(1)) {
            Workflow<?, ?> swapped = (Workflow<?, ?>)
                    loader.loadClass("Swapped").getConstructor().newInstance();
            assertThatThrownBy(() -> output(scenarios, swapped, List.of()))
                    .hasMessageContaining("not-an-accessor at workflow `swapped` (Swapped.kt:7)")
                    .hasMessageContaining("not-a-record-constructor at workflow `swapped` (Swapped.kt:8)");
        }
    }

    /** Compiles a file, or the sources of a folder without the CDK app, as Kotlin's Maven plugin does. */
    private static Path kotlinCompiled(Path project, Path sources) throws IOException {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-no-stdlib",
                "-no-reflect",
                "-jvm-target",
                "17",
                "-Werror",
                "-d",
                classes.toString(),
                "-classpath",
                System.getProperty("java.class.path")));
        files(sources).stream()
                .map(Path::toString)
                .filter(file -> file.endsWith(".kt") && !file.endsWith("App.kt"))
                .forEach(arguments::add);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        org.jetbrains.kotlin.cli.common.ExitCode exit = new K2JVMCompiler()
                .exec(new PrintStream(messages, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
        assertThat(exit.getCode())
                .as(() -> messages.toString(StandardCharsets.UTF_8))
                .isZero();
        return classes;
    }

    private static void assertRuns(Path project, Path classes) throws Exception {
        Path services = project.resolve("src/main/resources");
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {classes.toUri().toURL(), services.toUri().toURL()},
                        NewCommandTest.class.getClassLoader());
                Scenarios scenarios = Scenarios.seeded(1)) {
            List<Workflow<?, ?>> workflows = new ArrayList<>();
            for (Workflow<?, ?> workflow : ServiceLoader.load(Workflow.class, loader)) {
                if (workflow.getClass().getClassLoader() == loader) {
                    workflows.add(workflow);
                }
            }
            assertThat(workflows).singleElement().satisfies(hello -> assertThat(hello.name())
                    .isEqualTo("hello"));
            Object input = loader.loadClass("org.example.rivers.HelloInput")
                    .getConstructor(List.class)
                    .newInstance((Object) null);
            assertThat(output(scenarios, workflows.get(0), input))
                    .isEqualTo(List.of("Hello, Elbe!", "Hello, Loire!", "Hello, Wisła!"));
        }
    }

    @SuppressWarnings("unchecked") // The class is known only at run time.
    private static Object output(Scenarios scenarios, Workflow<?, ?> workflow, Object input) {
        return scenarios.of((Workflow<Object, Object>) workflow).run(input).output();
    }

    /** Compiles all sources but the CDK app, which the tests of infra-cdk compile. */
    private static Path compiled(Path project) throws IOException {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        List<Path> sources = files(project.resolve("src")).stream()
                .filter(file ->
                        file.toString().endsWith(".java") && !file.toString().endsWith("App.java"))
                .toList();
        assertThat(sources).hasSize(5);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            assertThat(compiler.getTask(
                                    messages,
                                    manager,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-Xlint:all",
                                            "-Werror",
                                            "-d",
                                            classes.toString(),
                                            "-cp",
                                            System.getProperty("java.class.path")),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(sources))
                            .call())
                    .as(messages::toString)
                    .isTrue();
        }
        return classes;
    }

    @Test
    void everyPlaceholderIsReplacedAndTheLauncherIsExecutable() throws IOException {
        run("new", "maps");

        List<Path> files = files(folder.resolve("maps"));
        assertThat(files).hasSizeGreaterThan(10);
        for (Path file : files) {
            assertThat(Files.readString(file)).doesNotContainPattern("@[a-z]+@");
        }
        assertThat(folder.resolve("maps/anabranch")).isExecutable();
        assertThat(folder.resolve("maps/src/main/java/maps/MapsApp.java"))
                .content()
                .contains("target/maps-1.0-lambda.zip");
        assertThat(folder.resolve("maps/pom.xml"))
                .content()
                .contains("<version>" + VersionText.number() + "</version>", "<artifactId>maps</artifactId>");
    }

    @Test
    void failedBuildIsShownWithoutSequencesForColors() throws Exception {
        run("new", "maps");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path mvn = Files.writeString(
                tools.resolve("mvn"),
                "#!/bin/sh\nprintf '[\\033[1;31mERROR\\033[m] wrong\\n\\033[0m\\033[0m'; exit 1\n");
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        ProcessBuilder launcher =
                new ProcessBuilder(folder.resolve("maps/anabranch").toString(), "list").redirectErrorStream(true);
        launcher.environment().merge("PATH", tools.toString(), (path, first) -> first + File.pathSeparator + path);

        Process process = launcher.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(printed).contains("[ERROR] wrong\n", "the build failed").doesNotContain("\033");
    }

    /** Installs a Java that prints its arguments, and a Maven whose compiler fails. */
    private Path brokenProject() throws IOException {
        run("new", "maps");
        Path tools = Files.createDirectories(folder.resolve("jdk/bin"));
        Map<String, String> scripts = Map.of(
                "java",
                "printf '%s\\n' \"$@\"",
                "mvn",
                "for argument; do case $argument in compile) echo '[ERROR] wrong'; exit 1 ;;"
                        + " -Dmdep.outputFile=*) echo libraries >\"${argument#*=}\" ;; esac; done");
        for (Map.Entry<String, String> script : scripts.entrySet()) {
            Path file = Files.writeString(tools.resolve(script.getKey()), "#!/bin/sh\n" + script.getValue() + "\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return folder.resolve("maps");
    }

    /** Starts the launcher with these tools, and returns what it and Java print. */
    private String launch(int code, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("maps/anabranch").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder launcher = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = launcher.environment();
        environment.merge(
                "PATH", folder.resolve("jdk/bin").toString(), (path, first) -> first + File.pathSeparator + path);
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        Process process = launcher.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isEqualTo(code);
        return printed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "runs", "status r1", "run hello --help"})
    void commandsAboutRunsWorkInAProjectThatNeverCompiled(String command) throws Exception {
        Path project = brokenProject();

        assertThat(launch(ExitCode.OK, command.split(" ")))
                .contains("dev.anabranch.cli.Main\n" + command.replace(' ', '\n'), "/target/classes:libraries\n")
                .contains("anabranch: the project does not compile", "`" + project + "/anabranch list` prints")
                .doesNotContain("[ERROR]");
        assertThat(launch(ExitCode.WRONG_COMMAND, "list")).contains("[ERROR] wrong", "the build failed");
        assertThat(launch(ExitCode.WRONG_COMMAND, "console")).contains("[ERROR] wrong");
    }

    @Test
    void commandsAboutRunsDoNotWaitForTheCompiler() throws Exception {
        Path project = brokenProject();
        Path work = Files.createDirectories(project.resolve("target/anabranch"));
        Files.writeString(work.resolve("class-path"), "old\n");
        Files.setLastModifiedTime(project.resolve("pom.xml"), FileTime.from(Instant.EPOCH));
        Path source;
        try (Stream<Path> sources = Files.walk(project.resolve("src/main/java"))) {
            source = sources.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(launch(ExitCode.OK, "runs")).contains("-cp\nold\n").doesNotContain("anabranch: ");
        assertThat(launch(ExitCode.OK, "console"))
                .contains(
                        "-cp\nold\n", "anabranch: compiling", "does not compile, so this command uses the last build");
        assertThat(launch(ExitCode.WRONG_COMMAND, "run", "hello")).contains("[ERROR] wrong");
        assertThat(work.resolve("class-path")).hasContent("old");

        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        assertThat(launch(ExitCode.OK, "runs")).contains("-cp\nold\n", "the project does not compile");
    }

    /** The `find` of this test does what `dev` can do between two commands of the launcher. */
    @Test
    void commandRunsIfDevCompilesWhileItReadsTheErrors() throws Exception {
        Path work = Files.createDirectories(brokenProject().resolve("target/anabranch"));
        Files.writeString(work.resolve("dev"), ProcessHandle.current().pid() + "\n");
        Files.writeString(work.resolve("class-path"), "new\n");
        Files.setLastModifiedTime(
                folder.resolve("maps/pom.xml"), FileTime.from(Instant.now().minusSeconds(120)));
        Files.setLastModifiedTime(
                work.resolve("class-path"), FileTime.from(Instant.now().minusSeconds(60)));
        Files.writeString(work.resolve("errors"), "old errors\n");
        Path find = Files.writeString(
                folder.resolve("jdk/bin/find"),
                "#!/bin/sh\ncase \"$*\" in *-newer?*/errors*) rm -f '" + work.resolve("errors") + "'; touch '"
                        + work.resolve("class-path") + "' ;; esac\nPATH=${PATH#*:} exec find \"$@\"\n");
        assertThat(find.toFile().setExecutable(true)).isTrue();

        assertThat(launch(ExitCode.OK, "run", "hello"))
                .contains("-cp\nnew\n")
                .doesNotContain("No such file", "old errors");
    }

    @Test
    void templateThatIsPrintedHasNothingFromTheBuild() throws IOException {
        run("new", "maps");
        run("new", "lakes", "--gradle");

        for (String project : List.of("maps", "lakes")) {
            assertThat(new ObjectMapper()
                            .readTree(folder.resolve(project + "/cdk.json").toFile())
                            .path("app")
                            .asText())
                    .as("the standard output of the CDK app belongs to the template")
                    .endsWith(" >&2");
        }
    }

    @Test
    void commandsShareAnArchiveOfTheLibraries() throws Exception {
        Path project = brokenProject();
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.writeString(folder.resolve("jdk/bin/java"), """
                #!/bin/sh
                for last; do case $last in -XX:SharedArchiveFile=*) file=${last#*=} ;; esac; done
                case " $* " in
                    *" -Xshare:dump "*) echo "classes of $last" >"$file" ;;
                    *Training*) ;;
                    *) printf '%s\\n' "$@" ;;
                esac
                """);
        Path work = Files.createDirectories(project.resolve("target/anabranch"));
        Path library = Files.createFile(folder.resolve("picocli.jar"));
        Path other = Files.createFile(folder.resolve("jackson.jar"));

        Files.writeString(work.resolve("class-path"), "classes:" + library + ":resources\n");
        assertThat(launch(ExitCode.OK, "runs")).contains("-cp\n" + library + ":classes:resources\n");
        Path archive = archive(work);
        assertThat(archive).hasContent("classes of " + library);

        FileTime made = Files.getLastModifiedTime(archive);
        assertThat(launch(ExitCode.OK, "runs")).contains("-XX:SharedArchiveFile=" + archive + "\n");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);

        Files.writeString(work.resolve("class-path"), "classes:" + library + ":" + other + "\n");
        assertThat(launch(ExitCode.OK, "runs")).contains("-XX:SharedArchiveFile=" + archive + "\n");
        assertThat(archive).hasContent("classes of " + library + ":" + other);
    }

    private static Path archive(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANABRANCH_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void collectorOfTheUserReplacesTheSerialOne(String variable) throws Exception {
        run("new", "maps");
        Path java = Files.writeString(
                Files.createDirectories(folder.resolve("jdk/bin")).resolve("java"),
                "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path work = Files.createDirectories(folder.resolve("maps/target/anabranch"));
        Files.writeString(work.resolve("class-path"), "classes\n");

        assertThat(launch("-Dx=y", variable)).contains("-XX:+UseSerialGC");
        assertThat(launch("-XX:+UseG1GC", variable)).doesNotContain("-XX:+UseSerialGC");
    }

    private List<String> launch(String options, String variable) throws Exception {
        ProcessBuilder launcher =
                new ProcessBuilder(folder.resolve("maps/anabranch").toString(), "list").redirectErrorStream(true);
        Map<String, String> environment = launcher.environment();
        environment
                .keySet()
                .removeAll(Set.of("ANABRANCH_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        environment.put(variable, options);
        Process process = launcher.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(ExitCode.OK);
        return printed.lines().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Größe der Flüsse, grosse-der-flusse",
        "a, a",
        "2026-reports, reports",
        "new.project_2, new-project-2",
        "class, class"
    })
    void projectIsNamedAfterItsFolder(String dir, String name) throws IOException {
        assertThat(run("new", dir)).isEqualTo(ExitCode.OK);

        assertThat(folder.resolve(dir).resolve("pom.xml")).content().contains("<artifactId>" + name + "</artifactId>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--package=1a", "--package=a..b", "--package=org.class", "--package=dev.anabranch.mine",
                        "--package=a b",
                "--name=Maps", "--name=a--b", "--name=", "--name=ümlaut", "--package=</x>"
            })
    void invalidNamesAreRefusedBeforeAnythingIsWritten(String option) {
        assertThat(run("new", "maps", option)).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).startsWith("anabranch: --").contains("but must be");
        assertThat(folder.resolve("maps")).doesNotExist();
    }

    @Test
    void folderWithoutLettersNeedsAName() {
        assertThat(run("new", "日本")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("`日本`", "--name");
    }

    @Test
    void folderThatIsNotEmptyStaysAsItIs() throws IOException {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("maps")).resolve("pom.xml"), "mine");

        assertThat(run("new", "maps")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("is not empty");
        assertThat(files(folder.resolve("maps"))).containsExactly(file);
        assertThat(file).content().isEqualTo("mine");

        assertThat(run("new", "maps" + File.separator + "pom.xml")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("is a file");
    }
}
