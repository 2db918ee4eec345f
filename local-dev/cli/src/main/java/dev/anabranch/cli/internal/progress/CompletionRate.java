package dev.anabranch.cli.internal.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * How fast the actions of a fan-out complete. A rerun adopts many results in a short time and computes the others, so the
 * average over all its time does not predict the rest. The rate follows from the counts of the last seconds, and from the
 * times at which these were read: between two polls of a run elsewhere the counts stay the same although actions complete.
 */
final class CompletionRate {

    /** The minimum length of the period that the rate is the average of, if the fan-out has run that long. */
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** The minimum number of counts in that period: polls are up to 10 seconds apart. */
    private static final int LEAST_COUNTS = 4;

    /** Counts that are closer together are one. */
    private static final Duration LEAST_GAP = Duration.ofMillis(500);

    /** What was done at a time. */
    private record Mark(Instant time, long done) {}

    private final Deque<Mark> marks = new ArrayDeque<>();

    CompletionRate(Instant begun) {
        marks.add(new Mark(begun, 0));
    }

    /** Adds a count of all actions that are done, adopted ones included. */
    void add(Instant time, long done) {
        Mark last = marks.removeLast();
        Mark before = marks.peekLast();
        if (before == null || !last.time().isBefore(before.time().plus(LEAST_GAP))) {
            marks.add(last);
        }
        marks.add(new Mark(time, done));
        while (marks.size() > LEAST_COUNTS && !second().time().isAfter(time.minus(PERIOD))) {
            marks.removeFirst();
        }
    }

    private Mark second() {
        Iterator<Mark> all = marks.iterator();
        all.next();
        return all.next();
    }

    /**
     * Returns the estimated time until a number of further actions is done, at least a second. It passes like a clock
     * until the next count. If that takes more than twice as long as the counts before, the rate falls.
     *
     * @return empty if the rate is not known, or zero
     */
    Optional<Duration> remaining(Instant now, long todo) {
        Mark first = marks.getFirst();
        Mark last = marks.getLast();
        double seconds = seconds(first.time(), last.time());
        long done = last.done() - first.done();
        if (seconds <= 0 || done <= 0) {
            return Optional.empty();
        }
        double quiet = seconds(last.time(), now);
        double late = Math.max(0, quiet - 2 * longestGap());
        double left = todo * (seconds + late) / done - (quiet - late);
        return Optional.of(Duration.ofSeconds((long) Math.ceil(Math.max(1, left))));
    }

    private double longestGap() {
        double longest = 0;
        Instant before = marks.getFirst().time();
        for (Mark mark : marks) {
            longest = Math.max(longest, seconds(before, mark.time()));
            before = mark.time();
        }
        return longest;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
