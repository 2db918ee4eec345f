package dev.anabranch.runs.internal.rerun;

import dev.anabranch.runs.internal.action.IndexRange;
import java.util.List;
import java.util.Optional;

/**
 * What a rerun computes. It always computes what did not succeed and everything that depends on a computed result, and
 * adopts the rest.
 */
public sealed interface RerunSelection {

    /** What did not succeed, and what has another definition now: another task, task version or input. */
    record Unfinished() implements RerunSelection {}

    /** What did not succeed. Results are adopted even if their definition has changed. */
    record OnlyFailed() implements RerunSelection {}

    /**
     * A node and everything that depends on its results, in addition to {@link Unfinished}.
     *
     * @param node the name of the node
     */
    record From(String node) implements RerunSelection {}

    /**
     * Some items of a fan-out, in addition to {@link Unfinished}.
     *
     * @param node the fan-out, or a node in it; empty if only one fan-out of the workflow can have these items
     * @param ranges ranges of indexes from 0; a range of an outer fan-out includes all items nested in it
     */
    record Items(Optional<String> node, List<IndexRange> ranges) implements RerunSelection {
        /** Copies the list. */
        public Items {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * All items with one of several labels, in addition to {@link Unfinished}.
     *
     * @param node the fan-out, or a node in it; empty for all fan-outs
     * @param labels the labels, at least one
     */
    record Labels(Optional<String> node, List<String> labels) implements RerunSelection {
        /** Copies the list. */
        public Labels {
            labels = List.copyOf(labels);
        }
    }
}
