package dev.anabranch.translate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.golden.GoldenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The golden files of one kind, in {@code src/test/resources/<folder>}: each has the name of its sample. */
public final class GoldenFiles {

    private final Path folder;
    private final String suffix;

    /** Returns the files with that suffix in that folder. */
    public GoldenFiles(String folder, String suffix) {
        this.folder = Path.of("src/test/resources", folder);
        this.suffix = suffix;
    }

    /** Returns a test for each file. */
    public Stream<DynamicTest> tests(Function<String, String> text) {
        List<Path> files = files();
        assertThat(files).isNotEmpty();
        return files.stream().map(file -> {
            String name = file.getFileName().toString();
            String sample = name.substring(0, name.length() - suffix.length());
            return DynamicTest.dynamicTest(name, () -> new GoldenFile(file).check(text.apply(sample)));
        });
    }

    private List<Path> files() {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
