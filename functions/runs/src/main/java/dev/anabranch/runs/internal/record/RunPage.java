package dev.anabranch.runs.internal.record;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param items the items, in order
 * @param next the cursor of the next page; empty on the last page
 */
public record RunPage<T>(List<T> items, Optional<String> next) {

    /** Copies the list. */
    public RunPage {
        items = List.copyOf(items);
    }
}
