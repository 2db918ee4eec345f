package dev.anabranch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link WideFanIn} with fewer results, which together still exceed the heap. */
final class WideFanInTest {

    private static final int RESULTS = 20_000;
    private static final int BYTES = 2_000;
    private static final int HEAP_MEGABYTES = 32;

    @TempDir
    Path folder;

    @Test
    void reducerReadsMoreThanItsMemoryInOrder() throws IOException, InterruptedException {
        assertThat(WideFanIn.read(folder, RESULTS, BYTES, HEAP_MEGABYTES))
                .startsWith("20,000 results of 2000 bytes in order in ");
    }
}
