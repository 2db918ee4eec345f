package dev.anabranch.cli.internal.project;

import dev.anabranch.cli.internal.terminal.UsageError;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the sources of a project that {@code anabranch new} has made, faster than Maven does. The launcher of the
 * project compiles nothing that this class has compiled.
 *
 * <p>The compiler of the JDK runs in this process, with the class path and the release of the Maven build. A project
 * whose build does more (a {@code <build>} section in its POM, or sources in another language) is compiled by Maven, and
 * a Gradle project by Gradle.
 */
public final class ProjectBuild {

    private static final Pattern RELEASE =
            Pattern.compile("<maven\\.compiler\\.release>\\s*(\\d+)\\s*</maven\\.compiler\\.release>");
    private static final String DEFAULT_RELEASE = "17";
    private static final String CLASS = ".class";

    private final Path project;
    private final BuildTool tool;
    private final Path work;
    private final Path classes;
    private Set<Path> resources = Set.of();

    private ProjectBuild(Path project, BuildTool tool) {
        this.project = project;
        this.tool = tool;
        this.work = project.resolve(tool.output()).resolve("anabranch");
        this.classes = project.resolve("target/classes");
    }

    /**
     * Returns the build of a project.
     *
     * @throws UsageError if the folder is not a project that its launcher has compiled
     */
    public static ProjectBuild of(Path folder) {
        Path project = folder.toAbsolutePath().normalize();
        ProjectBuild build = new ProjectBuild(project, BuildTool.of(project).orElse(BuildTool.MAVEN));
        if (!Files.isReadable(build.classPathFile())) {
            throw new UsageError(
                    "`" + build.project + "` is not a project of `anabranch new`. Change to the folder of your"
                            + " project, and start its own launcher: `./anabranch dev`.");
        }
        return build;
    }

    /** Returns the folder of the project. */
    public Path project() {
        return project;
    }

    private Path classPathFile() {
        return work.resolve("class-path");
    }

    /** Returns a class loader of the current classes. The caller closes it. */
    public ProjectClasses load(ClassLoader parent) {
        try {
            List<Path> folders = Stream.of(
                            Files.readString(classPathFile()).strip().split(File.pathSeparator, -1))
                    .map(Path::of)
                    .filter(entry -> entry.startsWith(project) && Files.isDirectory(entry))
                    .toList();
            return new ProjectClasses(folders, parent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the time of the last change of each source file, and of the files of the build, by its path. */
    public Map<Path, FileTime> sources() {
        Map<Path, FileTime> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(project.resolve("src/main"))) {
            for (Path file : Stream.concat(files, tool.files().stream().map(project::resolve))
                    .toList()) {
                if (Files.isRegularFile(file)) {
                    sources.put(file, Files.getLastModifiedTime(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    /**
     * Tells the launcher of the project, which then waits for this process instead of compiling, that this process
     * compiles.
     *
     * @throws UsageError if another process does so already
     */
    public void begin(long process) {
        Path file = work.resolve("dev");
        try {
            if (Files.exists(file)) {
                String before = Files.readString(file).strip();
                if (!before.equals(Long.toString(process)) && hasWritten(before, Files.getLastModifiedTime(file))) {
                    throw new UsageError("The process " + before + " watches the project `" + project
                            + "` already. Use its output, or stop it with Ctrl-C in its terminal or with `kill "
                            + before
                            + "`.");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write("dev", process + "\n");
    }

    /** Returns whether a process is alive and older than what it has written, so that its id has not been used again. */
    private static boolean hasWritten(String process, FileTime written) {
        return process.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(process))
                        .flatMap(alive -> alive.info().startInstant())
                        .filter(start -> start.isBefore(written.toInstant()))
                        .isPresent();
    }

    /** Reverts {@link #begin}. */
    public void end() {
        try {
            Files.deleteIfExists(work.resolve("dev"));
            Files.deleteIfExists(work.resolve("errors"));
            Files.deleteIfExists(work.resolve("begun-dev"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compiles the sources and copies the resources.
     *
     * @return the errors, each with its file and line; empty if the classes are up to date
     */
    public List<String> compile() {
        try {
            // A source that changes from now on is newer than the result. The clock is that of the file system.
            write("begun-dev", "");
            FileTime begun = Files.getLastModifiedTime(work.resolve("begun-dev"));
            List<String> errors = errors();
            if (errors.isEmpty()) {
                removeDeletedResources();
                Files.deleteIfExists(work.resolve("errors"));
                Files.setLastModifiedTime(classPathFile(), begun);
            } else {
                write("errors", String.join("\n", errors) + "\n");
                Files.setLastModifiedTime(work.resolve("errors"), begun);
            }
            return errors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Path begun = Files.writeString(work.resolve(name + ".new"), text);
            Files.move(begun, work.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String pom() throws IOException {
        return Files.readString(project.resolve("pom.xml"));
    }

    private boolean isPlain() throws IOException {
        return !pom().contains("<build>")
                && !Files.exists(project.resolve("src/main/kotlin"))
                && ToolProvider.getSystemJavaCompiler() != null;
    }

    // ---------------------------------------------------------------------------------------- Maven and Gradle

    private List<String> errors() throws IOException {
        if (tool == BuildTool.GRADLE) {
            Path wrapper = project.resolve("gradlew");
            String gradle = Files.isExecutable(wrapper) ? wrapper.toString() : "gradle";
            return build(gradle, "-q", "--console=plain", "--offline", "commandLine");
        }
        return isPlain() ? javac() : build("mvn", "-q", "-o", "-B", "-Pcommand-line", "compile");
    }

    private List<String> build(String... command) throws IOException {
        Process build = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        build.getOutputStream().close();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return build.onExit().join().exitValue() == 0 ? List.of() : BuildErrors.of(project, output);
    }

    /** Removes the copies of resources that have been deleted since the last call: Maven leaves them. */
    private void removeDeletedResources() throws IOException {
        Path from = project.resolve("src/main/resources");
        Set<Path> now = new HashSet<>();
        for (Path file : files(from)) {
            now.add(from.relativize(file));
        }
        for (Path file : resources) {
            if (!now.contains(file)) {
                Files.deleteIfExists(classes.resolve(file));
            }
        }
        resources = now;
    }

    // ---------------------------------------------------------------------------------------- javac

    private List<String> javac() throws IOException {
        Path fresh = Files.createTempDirectory(work, "classes");
        try {
            List<String> errors = javac(fresh);
            if (errors.isEmpty()) {
                copy(project.resolve("src/main/resources"));
                copy(fresh);
                removeStale(fresh);
            }
            return errors;
        } finally {
            delete(fresh);
        }
    }

    private List<String> javac(Path fresh) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<Path> sources = sources().keySet().stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
        if (sources.isEmpty()) {
            return List.of();
        }
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            null, files, found, options(fresh), null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            return done
                    ? List.of()
                    : found.getDiagnostics().stream()
                            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                            .map(this::text)
                            .toList();
        }
    }

    private List<String> options(Path fresh) throws IOException {
        Matcher release = RELEASE.matcher(pom());
        // Unlike the class path of the command line, it has the CDK, which the project's app uses.
        String libraries = Files.readString(work.resolve("dependencies")).strip();
        return List.of(
                "-d",
                fresh.toString(),
                "-classpath",
                libraries,
                "--release",
                release.find() ? release.group(1) : DEFAULT_RELEASE,
                "-encoding",
                "UTF-8",
                "-g");
    }

    private String text(Diagnostic<? extends JavaFileObject> error) {
        String message = error.getMessage(Locale.ROOT);
        JavaFileObject source = error.getSource();
        return source == null
                ? message
                : project.relativize(Path.of(source.toUri())) + ":" + error.getLineNumber() + ": " + message;
    }

    /** Copies the files of a folder that differ from those in the folder of the classes. */
    private void copy(Path from) throws IOException {
        for (Path file : files(from)) {
            Path to = classes.resolve(from.relativize(file).toString());
            byte[] bytes = Files.readAllBytes(file);
            if (!Files.exists(to) || !Arrays.equals(bytes, Files.readAllBytes(to))) {
                Files.createDirectories(to.resolveSibling("."));
                Files.write(to, bytes);
            }
        }
    }

    /** Removes the classes of sources that do not exist any more. */
    private void removeStale(Path fresh) throws IOException {
        for (Path file : files(classes)) {
            if (file.toString().endsWith(CLASS)
                    && !Files.exists(fresh.resolve(classes.relativize(file).toString()))) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
