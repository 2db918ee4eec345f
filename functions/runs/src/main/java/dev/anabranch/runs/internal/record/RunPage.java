package dev.anabranch.runs.internal.record;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param items in order
 * @param next where the next page begins, to be handed back unchanged; empty on the last page
 */
public record RunPage<T>(List<T> items, Optional<String> next) {

    /** Copies the list. */
    public RunPage {
        items = List.copyOf(items);
    }
}
