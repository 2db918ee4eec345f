package dev.anabranch.cli.internal.output;

import java.time.Duration;
import java.util.Locale;

/**
 * Formats durations, always rounded down, as the console does. All commands that print the duration of a run use {@link
 * #ofRun}.
 */
final class DurationText {

    private static final int MILLIS_IN_TENTH = 100;
    private static final double TENTHS = 10.0;

    /** Fewer hours are not divided into days. */
    private static final int HOURS = 48;

    private DurationText() {}

    /** Returns a duration such as {@code 12 ms}, {@code 3.4 s} or {@code 1 min 3 s}. */
    static String of(Duration time) {
        return time.toSeconds() > 0 ? ofRun(time) : time.toMillis() + " ms";
    }

    /** Returns a duration such as {@code 0.4 s}, {@code 1 min 3 s}, {@code 2 h 1 min} or {@code 2 d 1 h}. */
    static String ofRun(Duration time) {
        if (time.toHours() >= HOURS) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        if (time.toMinutes() > 0) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        long tenths = time.toMillis() / MILLIS_IN_TENTH; // Rounded down.
        return String.format(Locale.ROOT, "%.1f s", tenths / TENTHS);
    }
}
