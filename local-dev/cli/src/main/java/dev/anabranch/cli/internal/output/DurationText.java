package dev.anabranch.cli.internal.output;

import java.time.Duration;
import java.util.Locale;

/** Formats durations. */
final class DurationText {

    private DurationText() {}

    /** Returns a duration such as {@code 12 ms}, {@code 3.4 s} or {@code 1 min 3 s}. */
    static String of(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        if (time.toMinutes() > 0) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        return time.toSeconds() > 0
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
                : time.toMillis() + " ms";
    }
}
