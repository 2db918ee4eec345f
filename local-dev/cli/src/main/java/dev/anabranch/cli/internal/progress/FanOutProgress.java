package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.record.RunStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The counts of one fan-out at one moment.
 *
 * @param total the number of actions, if known
 * @param cached how many were taken from earlier results; these are left out of the rate
 * @param elapsed the time since the fan-out appeared, or until its last action if it is complete; at most the duration
 *     of the run
 * @param end how the display ended, or empty while it is live
 */
record FanOutProgress(
        String node,
        OptionalLong total,
        long succeeded,
        long failed,
        long cached,
        Duration elapsed,
        Optional<End> end) {

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
        return total.isPresent() && done() >= total.getAsLong();
    }

    /** Returns a number from 0 to 1: 0 if the total is unknown, 1 for a fan-out over an empty list. */
    double fraction() {
        if (total.isEmpty()) {
            return 0;
        }
        return complete() ? 1 : (double) done() / total.getAsLong();
    }

    /** Returns the actions computed per second since the fan-out appeared; 0 if none or no time has elapsed. */
    double perSecond() {
        long millis = elapsed.toMillis();
        return millis == 0 ? 0 : (succeeded + failed) * 1000.0 / millis;
    }

    /**
     * Returns the estimated remaining time at the average rate so far; empty if it is unknown or the display has ended.
     */
    Optional<Duration> remaining() {
        double rate = perSecond();
        if (total.isEmpty() || complete() || rate == 0 || end.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds((long) Math.ceil((total.getAsLong() - done()) / rate)));
    }
}
