package dev.anabranch.cli.internal.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** For logs and dumb terminals: whole lines, few of them, no control characters. */
final class ProgressLines implements Progress {

    /** A fan-out has at most one line in this time, not counting the one at its end. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintStream err;
    private final InstantSource clock;
    private final ProgressCounts tallies;
    private final Map<String, Instant> lastLine = new HashMap<>();
    private final Set<String> completed = new HashSet<>();
    private final Set<String> unsaid = new HashSet<>();

    ProgressLines(PrintStream err, InstantSource clock, ProgressCounts tallies) {
        this.err = err;
        this.clock = clock;
        this.tallies = tallies;
    }

    @Override
    public synchronized void expect(String node, long total) {
        report(tallies.expect(node, total));
    }

    @Override
    public synchronized void advance(String node, long succeeded, long failed, long cached) {
        report(tallies.advance(node, succeeded, failed, cached));
    }

    @Override
    public synchronized void close() {
        tallies.all().stream().filter(tally -> unsaid.contains(tally.node())).forEach(this::say);
    }

    private void report(FanOutProgress tally) {
        unsaid.add(tally.node());
        Instant now = clock.instant();
        Instant last = lastLine.computeIfAbsent(tally.node(), node -> now);
        boolean endsNow = tally.complete() && completed.add(tally.node());
        if (endsNow || !now.isBefore(last.plus(INTERVAL))) {
            lastLine.put(tally.node(), now);
            say(tally);
        }
    }

    private void say(FanOutProgress tally) {
        unsaid.remove(tally.node());
        err.println(ProgressText.line(tally));
    }
}
