package dev.anabranch.client.internal;

import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;
import java.util.Optional;

/**
 * Which actions of a run to list.
 *
 * @param node those of one node; empty for all
 * @param prefix those whose node's name begins so; empty for all
 * @param status those that are this far; empty for all
 * @param items those of these items of fan-outs; none for all
 */
public record ActionFilter(
        Optional<String> node, String prefix, Optional<ActionStatus> status, List<IndexRange> items) {

    /** Copies the list. */
    public ActionFilter {
        items = List.copyOf(items);
    }
}
