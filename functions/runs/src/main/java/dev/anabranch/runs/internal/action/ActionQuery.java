package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;
import java.util.Optional;

/**
 * Selects actions of a run to list. Actions that have not started are not listed.
 *
 * @param node only actions of this node; empty for all
 * @param prefix only actions of nodes whose name begins with this prefix; empty for all
 * @param status only actions that count with this status; empty for all. One that waits for a retry counts as RUNNING
 * @param items only these items and the items nested in them; empty for all
 * @param cursor the end of the previous page; empty for the first page
 * @param limit the maximum number of actions in a page, 1 to {@value #MOST}
 * @param label only actions of items with this label; empty for all
 */
public record ActionQuery(
        Optional<String> node,
        String prefix,
        Optional<ActionStatus> status,
        List<IndexRange> items,
        Optional<String> cursor,
        int limit,
        Optional<String> label) {

    /** The largest limit. */
    public static final int MOST = 1_000;

    /**
     * Creates a query.
     *
     * @throws IllegalArgumentException if the limit is out of bounds
     */
    public ActionQuery {
        items = List.copyOf(items);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit of a page must be 1 to " + MOST + ", but is " + limit + ".");
        }
    }

    /** Creates a query for items with any label or none. */
    public ActionQuery(
            Optional<String> node,
            String prefix,
            Optional<ActionStatus> status,
            List<IndexRange> items,
            Optional<String> cursor,
            int limit) {
        this(node, prefix, status, items, cursor, limit, Optional.empty());
    }

    /** Selects all actions. */
    public static ActionQuery all(int limit) {
        return new ActionQuery(Optional.empty(), "", Optional.empty(), List.of(), Optional.empty(), limit);
    }

    /** Returns this query for one node. */
    public ActionQuery of(String name) {
        return new ActionQuery(Optional.of(name), prefix, status, items, cursor, limit, label);
    }

    /** Returns this query for one status. */
    public ActionQuery with(ActionStatus wanted) {
        return new ActionQuery(node, prefix, Optional.of(wanted), items, cursor, limit, label);
    }

    /** Returns this query for some items and the items nested in them. */
    public ActionQuery of(List<IndexRange> wanted) {
        return new ActionQuery(node, prefix, status, wanted, cursor, limit, label);
    }

    /** Returns this query for the items with a label. */
    public ActionQuery labelled(String wanted) {
        return new ActionQuery(node, prefix, status, items, cursor, limit, Optional.of(wanted));
    }

    /** Returns this query for the next page. */
    public ActionQuery after(String end) {
        return new ActionQuery(node, prefix, status, items, Optional.of(end), limit, label);
    }
}
