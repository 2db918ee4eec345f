package dev.anabranch.workflow.internal.graph;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The options of a fan-out.
 *
 * @param concurrency how many items may run in parallel; empty for the fan-out's share of the account's concurrency
 * @param batch how many items one invocation processes, at least 1
 * @param threads how many items of a batch an invocation runs in parallel
 * @param atMost the largest number of items that the user promised; empty for no promise
 * @param tolerance how many items may fail without failing the run; empty for none
 * @param successes how many items must succeed, after which no further items start; empty if all items run
 * @param label the field that is the label of an item, or {@link
 *     dev.anabranch.runtime.internal.wire.ItemLabels#ITEM_ITSELF}; empty for none
 * @param reader the last called method that returns results, such as {@code toList()}; empty if none was called
 */
public record FanOutOptions(
        OptionalInt concurrency,
        int batch,
        int threads,
        OptionalLong atMost,
        Optional<Tolerance> tolerance,
        OptionalInt successes,
        Optional<String> label,
        Optional<String> reader) {

    /**
     * Returns how many items an invocation runs in parallel: at most {@code threads} and at most {@code concurrency}.
     */
    public int threadsAtOnce() {
        return Math.min(threads, concurrency.orElse(threads));
    }

    /** Returns whether the fan-out ends before all items have run if too many fail or enough succeed. */
    public boolean canEndEarly() {
        return successes.isPresent()
                || tolerance.filter(limits -> !limits.isAny()).isPresent();
    }

    /**
     * The limits for failed items. The run fails as soon as either is exceeded. {@code collect()} leaves failed items
     * out.
     *
     * @param percent how many percent of the items may fail, 0 to 100
     * @param count how many items may fail
     */
    public record Tolerance(double percent, long count) {

        /** Allows any number of items to fail. */
        public static final Tolerance ANY = new Tolerance(100, Long.MAX_VALUE);

        /** Returns whether any number of items may fail. */
        public boolean isAny() {
            return percent == ANY.percent && count == ANY.count;
        }

        /** Returns whether {@code failed} of {@code total} items are within both limits. */
        public boolean allows(long failed, long total) {
            // Exact: doubles make 57 of 10,000 items more than 0.57 percent.
            BigDecimal tolerated = BigDecimal.valueOf(percent).multiply(BigDecimal.valueOf(total));
            return failed <= count
                    && BigDecimal.valueOf(failed).movePointRight(2).compareTo(tolerated) <= 0;
        }
    }
}
