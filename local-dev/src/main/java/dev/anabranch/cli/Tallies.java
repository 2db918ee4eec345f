package dev.anabranch.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The running counts of all fan-outs, in the order in which they appeared. Any thread may call. */
final class Tallies {

    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    Tallies(InstantSource clock) {
        this.clock = clock;
    }

    synchronized Tally expect(String node, long total) {
        Count count = count(node);
        count.total = OptionalLong.of(total);
        return tally(node, count);
    }

    synchronized Tally advance(String node, long succeeded, long failed, long cached) {
        Count count = count(node);
        count.succeeded += succeeded;
        count.failed += failed;
        count.cached += cached;
        count.latest = clock.instant();
        return tally(node, count);
    }

    synchronized Tally of(String node) {
        return tally(node, count(node));
    }

    synchronized List<Tally> all() {
        return counts.entrySet().stream()
                .map(entry -> tally(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** How wide a column for the names has to be. */
    synchronized int longestName() {
        return counts.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    private Count count(String node) {
        return counts.computeIfAbsent(node, name -> new Count(clock.instant()));
    }

    private Tally tally(String node, Count count) {
        Tally running = tally(node, count, clock.instant());
        return running.complete() ? tally(node, count, count.latest) : running;
    }

    private static Tally tally(String node, Count count, Instant until) {
        Duration elapsed = Duration.between(count.begun, until);
        return new Tally(node, count.total, count.succeeded, count.failed, count.cached, elapsed);
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
