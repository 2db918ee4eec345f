package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import kotlin.KotlinVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code anabranch new --gradle}. */
@Timeout(600)
final class GradleProjectTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final List<String> POMS = List.of(
            ".",
            "functions",
            "state-machines",
            "local-dev",
            "functions/task",
            "functions/quotas",
            "functions/runtime",
            "functions/runs",
            "state-machines/workflow",
            "state-machines/translate",
            "state-machines/explain",
            "local-dev/engine",
            "local-dev/stores",
            "local-dev/embedded",
            "local-dev/client",
            "local-dev/console",
            "local-dev/testkit",
            "local-dev/cli");

    /** Gives Gradle the jars of this build, offline, and the names that versions before 5 do not have. */
    private static final String INIT = """
            import org.gradle.util.GradleVersion

            gradle.startParameter.offline = true
            allprojects { project ->
                project.repositories {
                    maven { url = 'REACTOR' }
                    maven { url = 'LIBRARIES' }
                }
                if (GradleVersion.current() < GradleVersion.version('5.0')) {
                    def tasks = project.tasks
                    tasks.metaClass.register = { String name, Class type, Closure config -> tasks.create(name, type, config) }
                    tasks.withType(JavaCompile) { task ->
                        task.options.metaClass.setRelease = { int release ->
                            task.options.compilerArgs += ['--release', release.toString()]
                        }
                    }
                    tasks.withType(Test) { ext.useJUnitPlatform = {} }
                    tasks.withType(JavaExec) { ext.mainClass = null }
                }
            }
            """;

    @TempDir
    private Path folder;

    private final TestConsole console = new TestConsole();

    private Path created(String... options) {
        List<String> command = Stream.concat(
                        Stream.of("new", "rivers", "--package", "org.example", "--gradle"), Arrays.stream(options))
                .toList();
        assertThat(Anabranch.run(console.console(folder), command.toArray(String[]::new)))
                .isEqualTo(ExitCode.OK);
        return folder.resolve("rivers");
    }

    @Test
    void projectHasNothingOfMaven() throws IOException {
        Path project = created();

        assertThat(console.out()).contains("./anabranch run hello\n  gradle build\n");
        assertThat(project.resolve("pom.xml")).doesNotExist();
        assertThat(project.resolve("settings.gradle")).content().endsWith("rootProject.name = 'rivers'\n");
        assertThat(project.resolve("cdk.json")).content().contains("gradle -q --console=plain cdkApp", "build/cdk.out");
        assertThat(project.resolve(".gitignore")).content().startsWith("build/\n.gradle/\n");
        assertThat(project.resolve(".github/workflows/verify.yml")).content().contains("run: gradle build");
        assertThat(project.resolve("src/main/java/org/example/RiversApp.java"))
                .content()
                .contains("build/distributions/rivers-1.0.zip");
        for (String page : List.of("README.md", "AGENTS.md", "anabranch")) {
            assertThat(project.resolve(page)).content().contains("gradle").doesNotContain("mvn -q verify", "pom.xml");
        }
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("@[a-z]+@");
            }
        }
    }

    @Test
    void versionsAreThoseOfTheParentOfMavenProjects() throws IOException {
        String build = Files.readString(created().resolve("build.gradle"));
        String parent = Files.readString(ROOT.resolve("state-machines/parent/pom.xml"));

        assertThat(build)
                .contains("def anabranchVersion = '" + property(parent, "anabranch.version") + "'")
                .contains("'org.slf4j:slf4j-jdk14:" + property(parent, "version.slf4j") + "'")
                .contains("'org.assertj:assertj-core:" + property(parent, "version.assertj") + "'")
                .contains("'org.junit.jupiter:junit-jupiter:" + property(parent, "version.junit") + "'")
                // JUnit 5.n has the platform 1.n.
                .contains("'org.junit.platform:junit-platform-launcher:1"
                        + property(parent, "version.junit").substring(1) + "'")
                .contains("options.release = " + property(parent, "maven.compiler.release"))
                .doesNotContain("kotlin");
    }

    private static String property(String pom, String name) {
        return pom.replaceFirst("(?s).*<" + name + ">(.*?)</" + name + ">.*", "$1");
    }

    @Test
    void projectInKotlinAppliesItsPlugin() throws IOException {
        Path project = created("--kotlin");

        assertThat(project.resolve("src/main/kotlin/org/example/Hello.kt")).exists();
        assertThat(project.resolve("build.gradle"))
                .content()
                .contains("id 'org.jetbrains.kotlin.jvm' version '" + KotlinVersion.CURRENT + "'")
                .contains("jvmTarget = org.jetbrains.kotlin.gradle.dsl.JvmTarget.JVM_17");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of a project is a shell script")
    void oldGradleIsRefused() throws Exception {
        assumeTrue(isOnThePath("gradle"), "gradle is not on the PATH.");
        Path project = created();
        Path settings = project.resolve("settings.gradle");
        String checked = Files.readString(settings);
        assertThat(checked).contains("version('8.0')", "8 or later");
        // Every Gradle is older than this version.
        Files.writeString(settings, checked.replace("version('8.0')", "version('999.0')"));

        assertThat(run(project, gradleHome(), "./anabranch", "run", "hello"))
                .startsWith("2 ")
                .containsPattern("Gradle [0-9.]+ is too old\\. Install Gradle, 8 or later, to build this project\\.");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of a project is a shell script")
    void gradleBuildsTheProjectAndItsLambdaPackage() throws Exception {
        assumeTrue(isOnThePath("gradle"), "gradle is not on the PATH.");
        Path project = created();
        // The CDK is not on this class path.
        Files.delete(project.resolve("src/main/java/org/example/RiversApp.java"));
        Path build = project.resolve("build.gradle");
        Files.writeString(
                build,
                Files.readString(build)
                        .replace("    compileOnly \"dev.anabranch:anabranch-cdk:$anabranchVersion\"\n", ""));
        // The init script makes older versions sufficient.
        Path settings = project.resolve("settings.gradle");
        Files.writeString(settings, Files.readString(settings).replace("version('8.0')", "version('4.0')"));
        Path home = gradleHome();

        assertThat(run(project, home, "./anabranch", "run", "hello", "--quiet"))
                .startsWith("0 ")
                .contains("Hello, Elbe!");
        assertThat(run(project, home, "gradle", "-q", "lambdaPackage", "testClasses"))
                .startsWith("0 ");

        try (ZipFile zip = new ZipFile(
                project.resolve("build/distributions/rivers-1.0.zip").toFile())) {
            List<String> jars = zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
            assertThat(jars)
                    .allMatch(name -> name.matches("lib/[^/]+\\.jar"))
                    .filteredOn(name -> name.contains("anabranch") || name.contains("rivers"))
                    .extracting(name -> name.replaceAll("lib/(anabranch-)?|-[01][-.].*", ""))
                    .containsExactlyInAnyOrder("rivers", "runs", "runtime", "quotas", "task");
            assertThat(jars).anyMatch(name -> name.startsWith("lib/slf4j-jdk14-"));
        }

        Path greet = project.resolve("src/main/java/org/example/Greet.java");
        Files.writeString(greet, Files.readString(greet).replace("return ", "retrun "));
        assertThat(run(project, home, "./anabranch", "run", "hello"))
                .startsWith("2 ")
                .contains("Greet.java:14: error: ", "the build failed")
                .doesNotContain("* Try:");
    }

    private static boolean isOnThePath(String command) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, command)));
    }

    /** Returns the exit code and everything that the command prints. */
    private String run(Path project, Path gradleHome, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GRADLE_USER_HOME",
                        gradleHome.toString(),
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        DataOption.VARIABLE,
                        folder.resolve("data").toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() + " " + printed;
    }

    private Path gradleHome() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("gradle/init.d"));
        Files.writeString(
                scripts.resolve("offline.gradle"),
                INIT.replace("REACTOR", reactor().toUri().toString())
                        .replace("LIBRARIES", libraries().toUri().toString()));
        Path home = Objects.requireNonNull(scripts.getParent());
        Files.writeString(
                home.resolve("gradle.properties"),
                "org.gradle.daemon=false\nsystemProp.maven.repo.local=" + folder.resolve("empty") + "\n");
        return home;
    }

    /** The local repository of Maven, from which this test has its libraries. */
    private static Path libraries() {
        String file = "org/assertj/assertj-core/";
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.replace(File.separatorChar, '/').contains(file))
                .map(entry -> Path.of(entry.substring(0, entry.indexOf("org" + File.separator + "assertj"))))
                .findFirst()
                .orElseThrow();
    }

    /** A Maven repository with the modules of this build, which are not installed while it is tested. */
    private Path reactor() throws IOException {
        Path repository = folder.resolve("reactor");
        for (String module : POMS) {
            Path from = ROOT.resolve(module);
            String pom = Files.readString(from.resolve("pom.xml"));
            String artifact = pom.replaceFirst("(?s)<parent>.*?</parent>", "")
                    .replaceFirst("(?s).*?<artifactId>(.*?)</artifactId>.*", "$1");
            String file = artifact + "-" + VersionText.number();
            Path to = Files.createDirectories(
                    repository.resolve("dev/anabranch").resolve(artifact).resolve(VersionText.number()));
            Files.writeString(to.resolve(file + ".pom"), pom);
            Path classes = from.resolve("target/classes");
            if (Files.isDirectory(classes)) {
                pack(classes, to.resolve(file + ".jar"));
            }
        }
        return repository;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, zip);
            }
        }
    }
}
