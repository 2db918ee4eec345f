package dev.anabranch.run;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param items in order
 * @param next where the next page begins, to be handed back unchanged; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }
}
