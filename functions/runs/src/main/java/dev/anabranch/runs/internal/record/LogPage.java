package dev.anabranch.runs.internal.record;

import java.util.List;

/**
 * A page of the log of a run.
 *
 * @param lines the lines, in the order in which they were written
 * @param end the position after the page
 * @param last true if no further lines exist yet
 */
public record LogPage(List<StoredLogLine> lines, long end, boolean last) {

    /** Copies the list. */
    public LogPage {
        lines = List.copyOf(lines);
    }
}
