package dev.anabranch.testkit;

import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * Creates {@linkplain Scenario scenarios} and releases their resources on closing. With JUnit, {@link
 * AnabranchExtension} creates and closes one for each test; otherwise, write {@code try (Scenarios scenarios =
 * Scenarios.seeded(1))}. Not thread-safe.
 */
public final class Scenarios implements AutoCloseable {

    private final long seed;
    private final Path scratch;
    private final Deque<AutoCloseable> used = new ArrayDeque<>();

    private Scenarios(long seed, Path scratch) {
        this.seed = seed;
        this.scratch = scratch;
    }

    /**
     * Returns scenarios with a default seed.
     *
     * @throws UncheckedIOException if no temporary folder can be created
     */
    public static Scenarios seeded(long seed) {
        try {
            return new Scenarios(seed, Files.createTempDirectory("anabranch-test-"));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for temporary files cannot be created.", e);
        }
    }

    /** Returns a scenario of a workflow, without replaced tasks and faults. */
    public <I, O> Scenario<I, O> of(Workflow<I, O> workflow) {
        return new Scenario<>(workflow, this);
    }

    /** Returns the default seed. */
    public long seed() {
        return seed;
    }

    Path scratch() {
        return scratch;
    }

    <T extends AutoCloseable> T closing(T resource) {
        used.push(resource);
        return resource;
    }

    /** Deletes all runs. Their {@link TestRun}s cannot be read any more. */
    @Override
    public void close() {
        try {
            while (!used.isEmpty()) {
                used.pop().close();
            }
            try (Stream<Path> files = Files.walk(scratch)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("The resources of the scenarios could not be released.", e);
        }
    }
}
