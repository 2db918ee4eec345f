package dev.anabranch.runs.internal.record;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Selects runs to list by what no index has.
 *
 * @param query selects the runs that are searched, and the size of a page
 * @param status only runs with this status; empty for all
 * @param text only runs that have this text, in any case, in their id, the name of their workflow, or the name, message
 *     or label of their error; empty for all
 */
public record RunSearch(RunQuery query, Optional<RunStatus> status, Optional<String> text) {

    /** The maximum number of runs that one page searches. */
    public static final int MOST = 1_000;

    /** Returns whether every run of the query is selected. */
    public boolean isAll() {
        return status.isEmpty() && text.isEmpty();
    }

    /** Returns whether a run has the text. */
    public boolean hasText(RunRecord run) {
        String wanted = text.orElse("").toLowerCase(Locale.ROOT);
        return Stream.concat(
                        Stream.of(run.id(), run.workflow()),
                        run.failure().stream()
                                .flatMap(error -> Stream.of(error.name(), error.message(), error.label())))
                .anyMatch(found -> found.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** Returns whether a run has the status. */
    public boolean hasStatus(RunRecord run) {
        return status.map(run.status()::equals).orElse(true);
    }
}
