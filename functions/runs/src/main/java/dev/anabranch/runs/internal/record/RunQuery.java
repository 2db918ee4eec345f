package dev.anabranch.runs.internal.record;

import java.time.Instant;
import java.util.Optional;

/**
 * Selects runs to list.
 *
 * @param workflow only runs of this workflow; empty for all
 * @param cursor the end of the previous page; empty for the first page
 * @param limit the maximum number of runs in a page, 1 to {@value #MOST}
 * @param from only runs that were started at this time or later, in milliseconds
 * @param to only runs that were started at this time or earlier, in milliseconds
 */
public record RunQuery(Optional<String> workflow, Optional<String> cursor, int limit, Instant from, Instant to) {

    /** The largest limit. */
    public static final int MOST = 100;

    /** The end of time for lists without an upper bound: the last day of the year 9999. */
    public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    /** Selects runs of any time. */
    public RunQuery(Optional<String> workflow, Optional<String> cursor, int limit) {
        this(workflow, cursor, limit, Instant.EPOCH, NEVER);
    }

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
        return new RunQuery(Optional.of(name), cursor, limit, from, to);
    }

    /** Returns this query for the next page. */
    public RunQuery after(String end) {
        return new RunQuery(workflow, Optional.of(end), limit, from, to);
    }
}
