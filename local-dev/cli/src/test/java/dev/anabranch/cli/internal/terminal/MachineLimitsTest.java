package dev.anabranch.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

/** Which failures are explained by a limit of the machine. */
final class MachineLimitsTest {

    @Test
    void fullDiskIsNamed() {
        IOException full = new IOException("No space left on device");

        assertThat(MachineLimits.explain(new IllegalStateException("wrapped", new UncheckedIOException(full))))
                .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("The disk is full"));
    }

    @Test
    void limitOfOpenFilesIsNamed() {
        assertThat(MachineLimits.explain(new FileSystemException("a.jar", null, "Too many open files")))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("ulimit -n"));
    }

    @Test
    void heapIsNamed() {
        assertThat(MachineLimits.explain(new IllegalStateException(new OutOfMemoryError("Java heap space"))))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("-Xmx"));
    }

    @Test
    void otherFailuresRemainBugs() {
        assertThat(MachineLimits.explain(new IllegalStateException("odd"))).isEmpty();
    }
}
