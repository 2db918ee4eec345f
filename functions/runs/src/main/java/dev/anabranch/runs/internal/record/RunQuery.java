package dev.anabranch.runs.internal.record;

import java.util.Optional;

/**
 * Selects runs to list.
 *
 * @param workflow only runs of this workflow; empty for all
 * @param cursor the end of the previous page; empty for the first page
 * @param limit the maximum number of runs in a page, 1 to {@value #MOST}
 */
public record RunQuery(Optional<String> workflow, Optional<String> cursor, int limit) {

    /** The largest limit. */
    public static final int MOST = 100;

    /**
     * Creates a query.
     *
     * @throws IllegalArgumentException if the limit is out of bounds
     */
    public RunQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit of a page must be 1 to " + MOST + ", but is " + limit + ".");
        }
    }

    /** Selects the latest runs of all workflows. */
    public static RunQuery latest(int limit) {
        return new RunQuery(Optional.empty(), Optional.empty(), limit);
    }

    /** Returns this query for one workflow. */
    public RunQuery of(String name) {
        return new RunQuery(Optional.of(name), cursor, limit);
    }

    /** Returns this query for the next page. */
    public RunQuery after(String end) {
        return new RunQuery(workflow, Optional.of(end), limit);
    }
}
