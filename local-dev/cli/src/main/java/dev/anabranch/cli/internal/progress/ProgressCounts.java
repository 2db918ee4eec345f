package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.record.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The counts of all fan-outs of a run, in the order in which the fan-outs appeared. Thread-safe. */
final class ProgressCounts {

    /** A fan-out that appears this soon is assumed to have run since the run began. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    /** The remaining time follows from the last one to two of these periods. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Instant made;
    private final Instant since;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private FanOutProgress.@Nullable End end;

    /** Counts fan-outs that all begin later. */
    ProgressCounts(InstantSource clock) {
        this(clock, clock.instant());
    }

    /**
     * Counts the fan-outs of a run that may have been running for some time.
     *
     * @param since when the run began
     */
    ProgressCounts(InstantSource clock, Instant since) {
        this.clock = clock;
        this.made = clock.instant();
        // The clock of the run's server may be ahead of this one.
        this.since = since.isBefore(made) ? since : made;
    }

    synchronized FanOutProgress expect(String node, long total) {
        Count count = count(node);
        count.total = OptionalLong.of(total);
        return progress(node, count);
    }

    synchronized FanOutProgress advance(String node, long succeeded, long failed, long cached) {
        Count count = count(node);
        count.succeeded += succeeded;
        count.failed += failed;
        count.cached += cached;
        count.latest = clock.instant();
        return progress(node, count);
    }

    synchronized FanOutProgress failed(String node, long failed) {
        Count count = count(node);
        count.failed = failed;
        return progress(node, count);
    }

    synchronized void ended(RunStatus status, Duration took) {
        end = new FanOutProgress.End(status, took);
    }

    /** Ends the display. If {@link #ended} was not called, the run continues without it. */
    synchronized void close() {
        if (end == null) {
            end = new FanOutProgress.End(RunStatus.RUNNING, Duration.between(since, clock.instant()));
        }
    }

    synchronized FanOutProgress of(String node) {
        return progress(node, count(node));
    }

    synchronized List<FanOutProgress> all() {
        return counts.entrySet().stream()
                .map(entry -> progress(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Returns the width of a column for the names. */
    synchronized int longestName() {
        return counts.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    private Count count(String node) {
        return counts.computeIfAbsent(node, name -> new Count(begun(clock.instant())));
    }

    private Instant begun(Instant now) {
        return since.isBefore(made) && now.isBefore(made.plus(FIRST_LOOK)) ? since : now;
    }

    private FanOutProgress progress(String node, Count count) {
        FanOutProgress running = progress(node, count, clock.instant());
        return running.complete() ? progress(node, count, count.latest) : running;
    }

    private FanOutProgress progress(String node, Count count, Instant until) {
        Duration elapsed = Duration.between(count.begun, until);
        if (end != null && elapsed.compareTo(end.took()) > 0) {
            elapsed = end.took();
        }
        return new FanOutProgress(
                node,
                count.total,
                count.succeeded,
                count.failed,
                count.cached,
                elapsed,
                Optional.ofNullable(end),
                count.recent(until));
    }

    private static final class Count {
        final Instant begun;
        Instant latest;
        OptionalLong total = OptionalLong.empty();
        long succeeded;
        long failed;
        long cached;
        private Mark period;
        private Mark next;

        Count(Instant begun) {
            this.begun = begun;
            this.latest = begun;
            this.period = new Mark(begun, 0);
            this.next = period;
        }

        FanOutProgress.Recent recent(Instant until) {
            long done = succeeded + failed + cached;
            if (!until.isBefore(next.time().plus(PERIOD))) {
                period = next;
                next = new Mark(until, done);
            }
            return new FanOutProgress.Recent(Math.max(0, done - period.done()), Duration.between(period.time(), until));
        }

        /** What was done at a time. */
        private record Mark(Instant time, long done) {}
    }
}
