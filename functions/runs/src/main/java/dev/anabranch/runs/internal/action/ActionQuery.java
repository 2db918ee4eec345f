package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;
import java.util.Optional;

/**
 * Which actions of a run to list. Those that have not started are not listed.
 *
 * @param node those of one node; empty for all
 * @param prefix those whose node's name begins so; empty for all
 * @param status those that are this far; empty for all
 * @param items those of these items, and of items inside them; empty for all
 * @param cursor where the page before ended; empty for the first page
 * @param limit the most actions in a page, 1 to {@value #MOST}
 */
public record ActionQuery(
        Optional<String> node,
        String prefix,
        Optional<ActionStatus> status,
        List<IndexRange> items,
        Optional<String> cursor,
        int limit) {

    /** The most actions in a page. */
    public static final int MOST = 1_000;

    /** Copies the list, and refuses a limit out of bounds. */
    public ActionQuery {
        items = List.copyOf(items);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit of a page must be 1 to " + MOST + ", but is " + limit + ".");
        }
    }

    /** All actions. */
    public static ActionQuery all(int limit) {
        return new ActionQuery(Optional.empty(), "", Optional.empty(), List.of(), Optional.empty(), limit);
    }

    /** The same of one node. */
    public ActionQuery of(String name) {
        return new ActionQuery(Optional.of(name), prefix, status, items, cursor, limit);
    }

    /** The same that are this far. */
    public ActionQuery with(ActionStatus wanted) {
        return new ActionQuery(node, prefix, Optional.of(wanted), items, cursor, limit);
    }

    /** The same of these items, and of what is inside them. */
    public ActionQuery of(List<IndexRange> wanted) {
        return new ActionQuery(node, prefix, status, wanted, cursor, limit);
    }

    /** What comes after a page. */
    public ActionQuery after(String end) {
        return new ActionQuery(node, prefix, status, items, Optional.of(end), limit);
    }
}
