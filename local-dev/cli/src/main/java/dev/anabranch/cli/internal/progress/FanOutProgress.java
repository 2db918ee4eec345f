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
 * @param recent the latest part of the elapsed time
 */
record FanOutProgress(
        String node,
        OptionalLong total,
        long succeeded,
        long failed,
        long cached,
        Duration elapsed,
        Optional<End> end,
        Recent recent) {

    /**
     * The latest part of the time in which the fan-out has run. A rerun adopts many results in a short time and computes
     * the others, so the average over all its time does not say how fast it is now.
     *
     * @param done the actions that are done since then, adopted ones included
     * @param elapsed how long this part is
     */
    record Recent(long done, Duration elapsed) {}

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
     * Returns the estimated remaining time at the recent rate, in which adopted actions count like computed ones; empty
     * if it is unknown, as before the first computed action, or if the display has ended.
     */
    Optional<Duration> remaining() {
        long millis = recent.elapsed().toMillis();
        double rate = millis == 0 ? 0 : recent.done() * 1000.0 / millis;
        if (total.isEmpty() || complete() || rate == 0 || succeeded + failed == 0 || end.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds((long) Math.ceil((total.getAsLong() - done()) / rate)));
    }
}
