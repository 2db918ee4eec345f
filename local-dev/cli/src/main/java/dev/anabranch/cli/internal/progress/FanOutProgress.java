package dev.anabranch.cli.internal.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The counts of one fan-out at one moment.
 *
 * @param total how many actions there are, where that is known
 * @param cached how many were answered from earlier results; they say nothing about speed
 * @param elapsed since the fan-out appeared; until its last action once all have ended
 */
record FanOutProgress(String node, OptionalLong total, long succeeded, long failed, long cached, Duration elapsed) {

    long ended() {
        return succeeded + failed + cached;
    }

    boolean complete() {
        return total.isPresent() && ended() >= total.getAsLong();
    }

    /** From 0 to 1; 0 while the total is unknown, 1 for a fan-out over nothing. */
    double fraction() {
        if (total.isEmpty()) {
            return 0;
        }
        return complete() ? 1 : (double) ended() / total.getAsLong();
    }

    /** Actions computed per second since the beginning; 0 as long as there is nothing to tell it from. */
    double perSecond() {
        long millis = elapsed.toMillis();
        return millis == 0 ? 0 : (succeeded + failed) * 1000.0 / millis;
    }

    /** The time until the end if all goes on as it did on average. */
    Optional<Duration> left() {
        double rate = perSecond();
        if (total.isEmpty() || complete() || rate == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds((long) Math.ceil((total.getAsLong() - ended()) / rate)));
    }
}
