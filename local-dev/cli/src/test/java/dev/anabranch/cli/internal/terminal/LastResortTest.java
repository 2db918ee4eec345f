package dev.anabranch.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failure outside of all commands prints. */
final class LastResortTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private LastResort lastResort(Path existing) {
        return new LastResort(new PrintStream(printed, true, StandardCharsets.UTF_8), existing);
    }

    @Test
    void missingClassIsABugIfFilesCanBeOpened(@TempDir Path folder) throws IOException {
        Path existing = Files.createFile(folder.resolve("release"));

        assertThat(lastResort(existing).explain(new NoClassDefFoundError("dev/anabranch/Missing")))
                .isEqualTo(ExitCode.BUG);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("bug in Anabranch", "dev/anabranch/Missing");
    }

    @Test
    void classThatExistsButWasNotFoundIsALimit(@TempDir Path folder) throws IOException {
        Path existing = Files.createFile(folder.resolve("release"));

        assertThat(lastResort(existing)
                        .explain(new CompletionException(new NoClassDefFoundError("dev/anabranch/cli/Main"))))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("`ulimit -n 1024`");
    }

    @Test
    void fileThatIsMissingIsNoLimit(@TempDir Path folder) {
        assertThat(LastResort.limit(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void refusalOfTheOperatingSystemIsALimit() {
        assertThat(LastResort.explain("/usr/lib/jvm/release (Too many open files)"))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("ulimit -n"));
    }
}
