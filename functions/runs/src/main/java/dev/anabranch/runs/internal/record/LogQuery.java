package dev.anabranch.runs.internal.record;

import dev.anabranch.runtime.internal.wire.PathSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Selects lines of the log of a run.
 *
 * @param node only lines of this node; empty for all
 * @param items only lines of these items and the items nested in them; null for all
 * @param level only lines of this level or a higher one
 * @param from the {@link LogPage#end} of the previous page; 0 for the first page
 * @param limit the maximum number of lines in a page
 * @param label only lines of items with this label; empty for all
 */
public record LogQuery(
        Optional<String> node,
        @Nullable PathSet items,
        System.Logger.Level level,
        long from,
        int limit,
        Optional<String> label) {

    /** Creates a query for items with any label or none. */
    public LogQuery(Optional<String> node, @Nullable PathSet items, System.Logger.Level level, long from, int limit) {
        this(node, items, level, from, limit, Optional.empty());
    }
}
