package dev.anabranch.runs.internal.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats a read until it returns a wanted state or the client's maximum waiting time has passed. */
final class LongPoll {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final Consumer<Duration> pause;

    LongPoll(InstantSource clock, Consumer<Duration> pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** Returns the state that was last read. */
    <T> T until(Duration atMost, Supplier<T> question, Predicate<T> enough) {
        Instant end = clock.instant().plus(atMost);
        Duration step = FIRST;
        T found = question.get();
        while (!enough.test(found)) {
            Duration left = Duration.between(clock.instant(), end);
            if (left.isNegative() || left.isZero()) {
                return found;
            }
            pause.accept(shorter(step, left));
            step = shorter(step.multipliedBy(2), LONGEST);
            found = question.get();
        }
        return found;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
