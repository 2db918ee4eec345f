package dev.anabranch.cli.internal.output;

import dev.anabranch.runs.internal.record.ActionCounts;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Formats the end of a run as a line. */
public final class SummaryText {

    private SummaryText() {}

    /**
     * Returns the line.
     *
     * @param actions empty if they were not counted
     * @param added the number of failed actions of steps that the plan added
     */
    public static String of(String runId, String status, Optional<ActionCounts> actions, long added, Duration took) {
        return String.format(
                Locale.ROOT,
                "%s %s: %sin %s",
                runId,
                status,
                actions.map(counts -> counted(counts, added)).orElse(""),
                DurationText.ofRun(took));
    }

    /**
     * Returns the number of failed actions, apart from failed steps that the plan added: {@code 11 failed and 1 failed
     * step of Anabranch}.
     *
     * @param failed the number of all failed actions
     * @param added the number of those of steps that the plan added
     */
    public static String failed(long failed, long added) {
        if (added == 0) {
            return String.format(Locale.ROOT, "%,d failed", failed);
        }
        String steps = String.format(Locale.ROOT, "%,d failed step%s of Anabranch", added, added == 1 ? "" : "s");
        return failed == added ? steps : String.format(Locale.ROOT, "%,d failed and %s", failed - added, steps);
    }

    private static String counted(ActionCounts actions, long added) {
        return String.format(
                Locale.ROOT,
                "%s%,d action%s%s%s%s ",
                actions.partial() ? "at least " : "",
                actions.total(),
                actions.total() == 1 ? "" : "s",
                part(actions.cached(), "cached"),
                actions.failed() == 0 ? "" : ", " + failed(actions.failed(), added),
                part(actions.aborted(), "aborted"));
    }

    private static String part(long count, String what) {
        return count == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", count, what);
    }
}
