package dev.anabranch.cli.internal.output;

import java.time.Duration;
import java.util.Locale;

/** Formats durations. All commands that print the duration of a run use {@link #ofRun}. */
final class DurationText {

    private DurationText() {}

    /** Returns a duration such as {@code 12 ms}, {@code 3.4 s} or {@code 1 min 3 s}. */
    static String of(Duration time) {
        return time.toSeconds() > 0 ? ofRun(time) : time.toMillis() + " ms";
    }

    /** Returns a duration such as {@code 0.4 s}, {@code 1 min 3 s} or {@code 2 h 1 min}. */
    static String ofRun(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        if (time.toMinutes() > 0) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
