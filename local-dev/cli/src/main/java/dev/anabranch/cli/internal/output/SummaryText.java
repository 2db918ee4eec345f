package dev.anabranch.cli.internal.output;

import dev.anabranch.runs.internal.record.ActionCounts;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Formats the end of a run as a line. */
public final class SummaryText {

    private SummaryText() {}

    /** @param actions empty if they were not counted */
    public static String of(String runId, String status, Optional<ActionCounts> actions, Duration took) {
        return String.format(
                Locale.ROOT,
                "%s %s: %sin %s",
                runId,
                status,
                actions.map(SummaryText::counted).orElse(""),
                DurationText.ofRun(took));
    }

    private static String counted(ActionCounts actions) {
        return String.format(
                Locale.ROOT,
                "%s%,d action%s%s%s%s ",
                actions.partial() ? "at least " : "",
                actions.total(),
                actions.total() == 1 ? "" : "s",
                part(actions.cached(), "cached"),
                part(actions.failed(), "failed"),
                part(actions.aborted(), "aborted"));
    }

    private static String part(long count, String what) {
        return count == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", count, what);
    }
}
