package dev.anabranch.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the pages of the examples with the sources and the golden runs: the code on a page is in the sources, and
 * the output is that of a golden run.
 */
final class PagesTest {

    private static final Path FOLDER = Path.of("..", "..", "state-machines", "examples", "src", "main", "java");
    private static final Path INDEX = Path.of("..", "..", "state-machines", "README.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\./anabranch run (\\S+)(?: --input '([^']*)')?");
    private static final Pattern RUN =
            Pattern.compile("```sh\n([^`]*)```\\s*(?:[^`]*\\s)?```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void listedWorkflowsAndPagesAreTheSame() throws IOException {
        try (Stream<Path> pages = Files.walk(FOLDER)) {
            assertThat(pages.filter(page -> page.toString().endsWith(".md"))
                            .map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ExamplesTest.listed().keySet().stream()
                            .map(name -> name + ".md")
                            .toList());
        }
    }

    @Test
    void indexNamesEveryPageOnce() throws IOException {
        List<String> links = Pattern.compile(
                        "\\(examples/src/main/java/dev/anabranch/examples/[a-z]+/([a-z-]+)\\.md\\)")
                .matcher(Files.readString(INDEX))
                .results()
                .map(link -> link.group(1))
                .toList();

        assertThat(links)
                .containsExactlyInAnyOrderElementsOf(ExamplesTest.listed().keySet());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaOfAPageIsInTheSources(String name) {
        List<String> java = blocks(name, "java");
        List<String> sources = sources();

        assertThat(java).isNotEmpty().allSatisfy(block -> assertThat(
                        sources.stream().anyMatch(source -> source.contains(plain(block))))
                .withFailMessage(() -> name + ".md shows code that is in no source of the examples any more:\n" + block)
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void patternOfTheExampleIsShown(String name) {
        assertThat(blocks(name, "python")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void outputOfAPageIsThatOfAGoldenRun(String name) throws IOException {
        List<MatchResult> runs = RUN.matcher(read(page(name))).results().toList();

        assertThat(runs).isNotEmpty();
        for (MatchResult run : runs) {
            GoldenRun golden = golden(name, run.group(1));
            JsonNode shown = new ObjectMapper().readTree(run.group(2));
            assertThat(GoldenRun.same(golden.output(), shown))
                    .as("%s, shown for %s: %s", golden.file(), run.group(1).strip(), shown)
                    .isTrue();
        }
    }

    private static GoldenRun golden(String name, String commands) throws IOException {
        Matcher command = COMMAND.matcher(commands);
        assertThat(command.find()).as(commands).isTrue();
        assertThat(command.group(1)).isEqualTo(name);
        JsonNode input = new ObjectMapper().readTree(command.group(2) == null ? "{}" : command.group(2));
        return GoldenRun.all().stream()
                .filter(golden ->
                        golden.workflow().equals(name) && golden.input().equals(input))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no golden run of " + commands.strip()));
    }

    static Stream<String> pages() {
        return ExamplesTest.listed().keySet().stream().sorted();
    }

    private static Path page(String name) {
        return files(FOLDER)
                .filter(file -> file.getFileName().toString().equals(name + ".md"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> blocks(String name, String language) {
        return BLOCK.matcher(read(page(name)))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** Returns all sources of the examples: tasks, workflows and the tests of this package. */
    private static List<String> sources() {
        return Stream.of(
                        "../../state-machines/examples/src/main/java/dev/anabranch/examples",
                        "src/test/java/dev/anabranch/cli/examples")
                .map(Path::of)
                .flatMap(PagesTest::files)
                .map(file -> plain(read(file)))
                .toList();
    }

    private static boolean isText(Path file) {
        return file.toString().endsWith(".java") || file.toString().endsWith(".md");
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(PagesTest::isText).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Removes the indentation, which pages do not have. */
    private static String plain(String code) {
        return code.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
