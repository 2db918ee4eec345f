package dev.anabranch.cli.internal.progress;

import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.runs.internal.record.RunStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The display for logs and terminals without cursor control: whole lines, at most one in five seconds for each fan-out.
 */
final class ProgressLines implements Progress {

    /** The shortest time between two lines of a fan-out, except for its last line. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** The maximum number of lines with errors. The report at the end of the run has the others. */
    private static final int MOST_KINDS = 10;

    private final PrintStream err;
    private final InstantSource clock;
    private final ProgressCounts counts;
    /** When the next line of each fan-out is due. */
    private final Map<String, Instant> nextLine = new HashMap<>();

    private final Set<String> completed = new HashSet<>();
    /** The fan-outs whose latest counts have not been printed. */
    private final Set<String> unprinted = new HashSet<>();

    private int kinds;
    /** Set when the run has ended: the last lines are printed once, by {@link #close}. */
    private boolean ended;

    ProgressLines(PrintStream err, InstantSource clock, ProgressCounts counts) {
        this.err = err;
        this.clock = clock;
        this.counts = counts;
    }

    @Override
    public synchronized void arrange(ProgressTree tree) {
        counts.arrange(tree);
    }

    /** Prints the first error of each kind. */
    @Override
    public synchronized void error(String node, String name, String message) {
        counts.error(node, name, message)
                .filter(first -> kinds++ < MOST_KINDS)
                .ifPresent(first -> err.println(SafeText.of(node + ": " + first)));
    }

    @Override
    public synchronized void expect(String node, long total, boolean grows) {
        counts.expect(node, total, grows);
        report(node);
    }

    @Override
    public synchronized void advance(String node, long succeeded, long failed, long cached) {
        counts.advance(node, succeeded, failed, cached);
        report(node);
    }

    @Override
    public synchronized void failed(String node, long failed) {
        boolean isKnown =
                counts.known(node).filter(shown -> shown.failed() == failed).isPresent();
        counts.failed(node, failed);
        if (!isKnown) {
            report(node);
        }
    }

    @Override
    public synchronized void ended(RunStatus status, Duration took) {
        counts.ended(status, took);
        ended = true;
    }

    @Override
    public synchronized void print(List<String> lines) {
        lines.forEach(err::println);
    }

    @Override
    public synchronized void close() {
        counts.close();
        counts.all().stream()
                .filter(fanOut -> unprinted.contains(fanOut.node()) || !fanOut.complete())
                .forEach(this::print);
    }

    private void report(String node) {
        unprinted.add(node);
        Instant now = clock.instant();
        Instant due = nextLine.computeIfAbsent(node, first -> now.plus(INTERVAL));
        boolean completesNow = counts.isComplete(node) && completed.add(node);
        if (!ended && (completesNow || !now.isBefore(due))) {
            nextLine.put(node, now.plus(INTERVAL));
            counts.known(node).ifPresent(this::print);
        }
    }

    private void print(FanOutProgress fanOut) {
        unprinted.remove(fanOut.node());
        err.println(ProgressText.line(fanOut));
    }
}
