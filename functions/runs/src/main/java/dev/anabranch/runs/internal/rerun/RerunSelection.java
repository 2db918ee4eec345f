package dev.anabranch.runs.internal.rerun;

import dev.anabranch.runs.internal.action.IndexRange;
import java.util.List;
import java.util.Optional;

/**
 * What a rerun computes again. Whatever did not succeed is always computed, and so is what reads a result that is computed: the rest is
 * adopted.
 */
public sealed interface RerunSelection {

    /** What did not succeed, and what has another definition than it had: another task, version of it, or input. */
    record Unfinished() implements RerunSelection {}

    /** What did not succeed. A result is adopted even where the definition has changed since. */
    record OnlyFailed() implements RerunSelection {}

    /**
     * A node and all that reads its results, beside what {@link Unfinished} selects.
     *
     * @param node its name
     */
    record From(String node) implements RerunSelection {}

    /**
     * Some items of a fan-out, beside what {@link Unfinished} selects.
     *
     * @param node the fan-out, or a node in it; empty where the workflow has only one fan-out that the ranges can be of
     * @param ranges of indexes, from 0; one that ends above the node stands for all below it
     */
    record Items(Optional<String> node, List<IndexRange> ranges) implements RerunSelection {
        /** Copies the list. */
        public Items {
            ranges = List.copyOf(ranges);
        }
    }
}
