package dev.anabranch.runs.internal.record;

import java.util.Optional;

/**
 * Which runs to list.
 *
 * @param workflow those of one workflow; empty for all
 * @param cursor where the page before ended; empty for the first page
 * @param limit the most runs in a page, 1 to {@value #MOST}
 */
public record RunQuery(Optional<String> workflow, Optional<String> cursor, int limit) {

    /** The most runs in a page. */
    public static final int MOST = 100;

    /** Refuses a limit out of bounds. */
    public RunQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit of a page must be 1 to " + MOST + ", but is " + limit + ".");
        }
    }

    /** The latest runs of all workflows. */
    public static RunQuery latest(int limit) {
        return new RunQuery(Optional.empty(), Optional.empty(), limit);
    }

    /** The same of one workflow. */
    public RunQuery of(String name) {
        return new RunQuery(Optional.of(name), cursor, limit);
    }

    /** What comes after a page. */
    public RunQuery after(String end) {
        return new RunQuery(workflow, Optional.of(end), limit);
    }
}
