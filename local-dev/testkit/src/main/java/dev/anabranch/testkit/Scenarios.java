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
 * Makes {@linkplain Scenario scenarios}, and gives back what they used when it is closed. With JUnit, {@link AnabranchExtension} makes
 * and closes one for each test; without, write {@code try (Scenarios scenarios = Scenarios.seeded(1))}. For one thread.
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
     * Scenarios that draw from this seed where they do not set another.
     *
     * @throws UncheckedIOException when there is no folder for temporary files
     */
    public static Scenarios seeded(long seed) {
        try {
            return new Scenarios(seed, Files.createTempDirectory("anabranch-test-"));
        } catch (IOException e) {
            throw new UncheckedIOException("There is no room for temporary files.", e);
        }
    }

    /** A scenario of a workflow in which nothing is replaced and nothing goes wrong. */
    public <I, O> Scenario<I, O> of(Workflow<I, O> workflow) {
        return new Scenario<>(workflow, this);
    }

    /** The seed. */
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

    /** Forgets all runs. */
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
            throw new IllegalStateException("What the scenarios used could not be given back.", e);
        }
    }
}
