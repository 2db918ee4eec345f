package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.Main;
import dev.anabranch.golden.GoldenFile;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The messages in MISTAKES.md are those that its examples get. */
final class MistakesTest {

    private static final Path PAGE = Path.of("..", "MISTAKES.md");

    /** A heading and what follows it until the message of the example. */
    private static final Pattern EXAMPLE =
            Pattern.compile("(?ms)^### ([^\n]+)\n((?:(?!^###? ).)*?)^```text\n(.*?)^```");

    private static final Pattern SECTION = Pattern.compile("(?m)^## ");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern RUN = Pattern.compile("\\borders-\\d{8}-\\d{6}-\\d{3}\\b");

    private static final Pattern REQUEST = Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f-]{27}\\b");
    private static final Pattern TIME = Pattern.compile("\\b(in) (?:\\d+[.:]\\d+( s)?|\\d+ ms|\\d+ min \\d+ s)");

    /** Depends on the time that the tasks took. */
    private static final Pattern COST = Pattern.compile("(?m)^Cost on AWS, metered: .*\n");

    /** In one line, so that the lines of a block have the same numbers in the file. */
    private static final String BEGINNING =
            "package shop; import dev.anabranch.task.*; import dev.anabranch.workflow.*;"
                    + " import java.time.*; import java.util.*; ";

    private static final String SERVICES = "META-INF/services/dev.anabranch.workflow.Workflow";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyMistakeGetsTheMessageOfThePage() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String section : SECTION.split(Files.readString(PAGE), -1)) {
            String shared = section.split("(?m)^### ", 2)[0];
            EXAMPLE.matcher(section).results().forEach(example -> {
                String title = example.group(1);
                String text = example.group(2);
                String message = example.group(3);
                tests.add(DynamicTest.dynamicTest(title, () -> {
                    String actual = message(title, text, block("java", shared).orElse(""));
                    if (GoldenFile.isWritten()) {
                        replace(title, actual);
                    } else {
                        assertThat(actual).isEqualTo(message);
                    }
                }));
            });
        }
        return tests.stream();
    }

    @Test
    void thePageHasTheUsualMistakes() throws IOException {
        assertThat(EXAMPLE.matcher(Files.readString(PAGE)).results()).hasSizeGreaterThanOrEqualTo(25);
    }

    private String message(String title, String example, String shared) throws IOException {
        Path project = Files.createDirectories(folder.resolve(title.replaceAll("\\W+", "-")));
        Path classes = Files.createDirectories(project.resolve("classes"));
        String source = block("java", example).orElse(shared);
        Optional<String> refused = compile(source, classes);
        if (refused.isPresent()) {
            return refused.get();
        }
        String services = block("properties", example).orElse("#\nshop.Orders\n");
        if (services.lines().count() > 1) {
            Files.createDirectories(classes.resolve("META-INF/services"));
            Files.writeString(classes.resolve(SERVICES), services);
        }
        String command = block("sh", example).orElseThrow().strip().replace("./anabranch ", "");
        String printed = source.contains("System.exit")
                ? inAProcess(project, classes, command)
                : here(project, classes, command);
        String shown = printed.replace(project.toString(), "PROJECT");
        shown = RUN.matcher(shown).replaceAll("RUN");
        shown = REQUEST.matcher(shown).replaceAll("REQUEST");
        shown = TIME.matcher(shown).replaceAll("$1 TIME");
        return COST.matcher(shown).replaceAll("");
    }

    private static Optional<String> block(String language, String text) {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```").matcher(text);
        return block.find() ? Optional.of(block.group(1)) : Optional.empty();
    }

    /** Returns the first error of the compiler, if there is one. */
    private static Optional<String> compile(String source, Path classes) {
        DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        errors,
                        List.of(
                                "-d",
                                classes.toString(),
                                "-proc:none",
                                "-g",
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///shop/Orders.java"), JavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                        return BEGINNING + source;
                                    }
                                }))
                .call();
        return compiled
                ? Optional.empty()
                : errors.getDiagnostics().stream().findFirst().map(error -> "Orders.java:%d: error: %s\n"
                        .formatted(
                                error.getLineNumber(),
                                String.valueOf(error.getMessage(null))
                                        .lines()
                                        .findFirst()
                                        .orElseThrow()));
    }

    private static String here(Path project, Path classes, String command) throws IOException {
        TestConsole console = new TestConsole();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader users = new UsersClasses(classes.toUri().toURL(), before)) {
            thread.setContextClassLoader(users);
            int exit = Anabranch.run(
                    console.console(project, Map.of("HOME", project.toString())),
                    words(command).toArray(String[]::new));
            return console.err() + "exit code " + exit + "\n";
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String inAProcess(Path project, Path classes, String command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + project,
                "-Danabranch.command=./anabranch",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(words(command));
        ProcessBuilder builder = new ProcessBuilder(line).directory(project.toFile());
        builder.environment().put("HOME", project.toString());
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return printed + "exit code " + process.onExit().join().exitValue() + "\n";
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> Stream.of(1, 2, 3)
                        .map(word::group)
                        .filter(part -> part != null)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static void replace(String title, String message) throws IOException {
        String page = Files.readString(PAGE);
        Matcher example = EXAMPLE.matcher(page);
        while (example.find()) {
            if (example.group(1).equals(title)) {
                Files.writeString(PAGE, page.substring(0, example.start(3)) + message + page.substring(example.end(3)));
            }
        }
    }

    /** The class path of a project that has no examples. */
    private static final class UsersClasses extends URLClassLoader {

        UsersClasses(URL classes, @Nullable ClassLoader parent) {
            super(new URL[] {classes}, parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(SERVICES) || name.isEmpty() ? findResources(name) : super.getResources(name);
        }
    }
}
