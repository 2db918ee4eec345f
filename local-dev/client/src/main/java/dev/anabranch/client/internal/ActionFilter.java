package dev.anabranch.client.internal;

import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;
import java.util.Optional;

/**
 * Selects actions of a run.
 *
 * @param node the node of the actions; empty for all nodes
 * @param prefix the beginning of the names of nodes; empty for all nodes
 * @param status the status; empty for all
 * @param items the items of fan-outs; an empty list for all
 * @param label the label of the items; empty for all
 */
public record ActionFilter(
        Optional<String> node,
        String prefix,
        Optional<ActionStatus> status,
        List<IndexRange> items,
        Optional<String> label) {

    /** Creates a filter for items with any label or none. */
    public ActionFilter(Optional<String> node, String prefix, Optional<ActionStatus> status, List<IndexRange> items) {
        this(node, prefix, status, items, Optional.empty());
    }

    /** Copies the list. */
    public ActionFilter {
        items = List.copyOf(items);
    }
}
