package dev.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimpleNamesTest {

    private static final Path REPOSITORY = Path.of("..", "..");

    /** All but the benchmarks, which have no main sources. */
    private static final int MODULES = 16;

    @Test
    void noTwoTopLevelTypesShareASimpleName() throws IOException {
        assertThat(SimpleNames.sources(REPOSITORY)).hasSize(MODULES);
        assertThat(SimpleNames.usedTwice(REPOSITORY)).isEmpty();
    }

    @Test
    void duplicateNameInAnotherModuleIsFound(@TempDir Path folder) throws IOException {
        Path one = write(folder.resolve("functions/task/src/main/java/dev/anabranch/task/Task.java"));
        Path other = write(folder.resolve("infra-cdk/src/main/java/dev/anabranch/cdk/Task.java"));
        write(folder.resolve("infra-cdk/src/main/java/dev/anabranch/cdk/Other.java"));
        write(folder.resolve("infra-cdk/src/test/java/dev/anabranch/cdk/Other.java"));

        assertThat(SimpleNames.usedTwice(folder))
                .containsExactly(new TreeSet<>(Set.of(folder.relativize(one), folder.relativize(other))));
    }

    private static Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
