package dev.anabranch.workflow.internal.graph;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a fan-out is run.
 *
 * @param concurrency the most items under way at once; empty for this fan-out's share of what the platform allows
 * @param batch how many items one invocation handles; 1 for one
 * @param threads how many of those it runs at once
 * @param atMost the user's promise on the width, if any
 * @param tolerance how many items may fail without failing the run
 */
public record FanOutOptions(
        OptionalInt concurrency, int batch, int threads, OptionalLong atMost, Optional<Tolerance> tolerance) {

    /** How many items an invocation runs at once, where no more may be under way than the user said. */
    public int threadsAtOnce() {
        return Math.min(threads, concurrency.orElse(threads));
    }

    /**
     * How many items may fail without failing the run. A failed item is left out of what {@code collect()} gives.
     *
     * @param percent of the items, 0 to 100
     * @param count of items; whichever of the two is exceeded first fails the run
     */
    public record Tolerance(double percent, long count) {

        /** Any number may fail. */
        public static final Tolerance ANY = new Tolerance(100, Long.MAX_VALUE);

        /** True when {@code failed} of {@code total} is within it. */
        public boolean allows(long failed, long total) {
            return failed <= count && failed * 100.0 <= percent * total;
        }
    }
}
