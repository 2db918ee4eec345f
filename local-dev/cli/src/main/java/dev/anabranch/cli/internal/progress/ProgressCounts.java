package dev.anabranch.cli.internal.progress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The running counts of all fan-outs, in the order in which they appeared. Any thread may call. */
final class ProgressCounts {

    /** What is there by then was there when we began to look. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    private final InstantSource clock;
    private final Instant made;
    private final Instant since;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** Of fan-outs that all begin after this. */
    ProgressCounts(InstantSource clock) {
        this(clock, clock.instant());
    }

    /**
     * Of a run that some of them may belong to for some time.
     *
     * @param since when the run began
     */
    ProgressCounts(InstantSource clock, Instant since) {
        this.clock = clock;
        this.made = clock.instant();
        // Its clock may be another.
        this.since = since.isBefore(made) ? since : made;
    }

    synchronized FanOutProgress expect(String node, long total) {
        Count count = count(node);
        count.total = OptionalLong.of(total);
        return tally(node, count);
    }

    synchronized FanOutProgress advance(String node, long succeeded, long failed, long cached) {
        Count count = count(node);
        count.succeeded += succeeded;
        count.failed += failed;
        count.cached += cached;
        count.latest = clock.instant();
        return tally(node, count);
    }

    synchronized FanOutProgress of(String node) {
        return tally(node, count(node));
    }

    synchronized List<FanOutProgress> all() {
        return counts.entrySet().stream()
                .map(entry -> tally(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** How wide a column for the names has to be. */
    synchronized int longestName() {
        return counts.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    private Count count(String node) {
        return counts.computeIfAbsent(node, name -> new Count(begun(clock.instant())));
    }

    private Instant begun(Instant now) {
        return since.isBefore(made) && now.isBefore(made.plus(FIRST_LOOK)) ? since : now;
    }

    private FanOutProgress tally(String node, Count count) {
        FanOutProgress running = tally(node, count, clock.instant());
        return running.complete() ? tally(node, count, count.latest) : running;
    }

    private static FanOutProgress tally(String node, Count count, Instant until) {
        Duration elapsed = Duration.between(count.begun, until);
        return new FanOutProgress(node, count.total, count.succeeded, count.failed, count.cached, elapsed);
    }

    private static final class Count {
        final Instant begun;
        Instant latest;
        OptionalLong total = OptionalLong.empty();
        long succeeded;
        long failed;
        long cached;

        Count(Instant begun) {
            this.begun = begun;
            this.latest = begun;
        }
    }
}
