package dev.anabranch.translate.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The compiler refuses exactly the lines marked {@code // refused} in small programs. */
final class TypesTest {

    private static final Path PROGRAMS = Path.of("src/test/resources/programs");
    private static final String MARK = "// refused";

    @TestFactory
    Stream<DynamicTest> wrongTypesAreRefusedAtTheirLine(@TempDir Path folder) throws IOException {
        List<? extends Diagnostic<? extends JavaFileObject>> errors = compile(programs("refused"), folder);
        return programs("refused").stream()
                .map(program -> DynamicTest.dynamicTest(name(program), () -> {
                    long marked = markedLine(program);
                    assertThat(errors)
                            .filteredOn(error ->
                                    name(Path.of(error.getSource().getName())).equals(name(program)))
                            .extracting(Diagnostic::getLineNumber)
                            .isNotEmpty()
                            .allMatch(line -> line == marked);
                }));
    }

    @Test
    void rightTypesAreAccepted(@TempDir Path folder) throws IOException {
        assertThat(compile(programs("accepted"), folder)).isEmpty();
    }

    @Test
    void everyRefusedProgramHasAnAcceptedVariant() {
        assertThat(programs("refused")).isNotEmpty();
        assertThat(programs("refused").stream().map(TypesTest::name))
                .containsExactlyElementsOf(
                        programs("accepted").stream().map(TypesTest::name).toList());
    }

    private static List<Path> programs(String folder) {
        try (Stream<Path> files = Files.list(PROGRAMS.resolve(folder))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path program) {
        return String.valueOf(program.getFileName());
    }

    private static long markedLine(Path program) throws IOException {
        List<String> lines = Files.readAllLines(program);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith(MARK)) {
                return i + 1L;
            }
        }
        throw new AssertionError("No line of " + program + " is marked.");
    }

    /** Returns the errors of the compiler for programs of one class each. */
    private static List<? extends Diagnostic<? extends JavaFileObject>> compile(List<Path> programs, Path folder)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            compiler.getTask(
                            null,
                            files,
                            found,
                            List.of("-proc:none", "-XDshould-stop.ifError=FLOW"),
                            null,
                            files.getJavaFileObjectsFromPaths(programs))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }
}
