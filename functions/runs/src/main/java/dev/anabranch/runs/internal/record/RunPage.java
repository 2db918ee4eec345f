package dev.anabranch.runs.internal.record;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param items the items, in order
 * @param next the cursor of the next page; empty on the last page
 * @param searched the number of items that were searched for those of the page
 */
public record RunPage<T>(List<T> items, Optional<String> next, int searched) {

    /** Creates a page without items that the search left out. */
    public RunPage(List<T> items, Optional<String> next) {
        this(items, next, items.size());
    }

    /** Copies the list. */
    public RunPage {
        items = List.copyOf(items);
    }
}
