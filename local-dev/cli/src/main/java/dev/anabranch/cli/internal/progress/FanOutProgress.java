package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.record.RunStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The counts of one fan-out at one moment.
 *
 * @param total the number of actions, if known
 * @param grows whether the total can become larger
 * @param cached how many were taken from earlier results; these are left out of the rate
 * @param elapsed the time since the fan-out appeared, or until its last action if it is complete; at most the duration
 *     of the run
 * @param end how the display ended, or empty while it is live
 * @param perSecond the actions computed per second from then until the latest count; 0 if none or no time has elapsed
 * @param remaining the estimated remaining time; empty if it is unknown, as before the first computed action, or if the
 *     display has ended
 */
record FanOutProgress(
        String node,
        OptionalLong total,
        boolean grows,
        long succeeded,
        long failed,
        long cached,
        Duration elapsed,
        Optional<End> end,
        double perSecond,
        Optional<Duration> remaining) {

    /**
     * How the display ended.
     *
     * @param status that of the run; RUNNING if the run continues without the display
     * @param took the duration of the run so far
     */
    record End(RunStatus status, Duration took) {}

    long done() {
        return succeeded + failed + cached;
    }

    boolean complete() {
        return !grows && total.isPresent() && done() >= total.getAsLong();
    }

    /** Returns a number from 0 to 1: 0 if the total is unknown, 1 for a fan-out over an empty list. */
    double fraction() {
        if (total.isEmpty()) {
            return 0;
        }
        return complete() ? 1 : (double) done() / Math.max(1, total.getAsLong());
    }
}
