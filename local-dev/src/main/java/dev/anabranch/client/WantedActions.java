package dev.anabranch.client;

import dev.anabranch.run.IndexRange;
import dev.anabranch.wire.ActionStatus;
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
public record WantedActions(
        Optional<String> node, String prefix, Optional<ActionStatus> status, List<IndexRange> items) {

    /** Copies the list. */
    public WantedActions {
        items = List.copyOf(items);
    }
}
