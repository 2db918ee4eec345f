package dev.anabranch.client.internal;

import dev.anabranch.runs.internal.action.IndexRange;
import java.util.List;
import java.util.Optional;

/**
 * Selects lines of the log of a run.
 *
 * @param node the node of the actions; empty for all nodes
 * @param items the items of fan-outs; an empty list for all
 * @param level the lowest level; empty for all
 * @param label the label of the items; empty for all
 */
public record LogFilter(
        Optional<String> node, List<IndexRange> items, Optional<System.Logger.Level> level, Optional<String> label) {

    /** Creates a filter for items with any label or none. */
    public LogFilter(Optional<String> node, List<IndexRange> items, Optional<System.Logger.Level> level) {
        this(node, items, level, Optional.empty());
    }

    /** Copies the list. */
    public LogFilter {
        items = List.copyOf(items);
    }
}
