package dev.anabranch.cli.internal.progress;

import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.runs.internal.record.RunStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;

/** Shows how far the fan-outs of a run are. Thread-safe. */
public interface Progress extends AutoCloseable {

    /** Sets the workflow's groups and fan-outs, which the counts are shown in. To be called before other methods. */
    void arrange(ProgressTree tree);

    /**
     * Sets how many actions a fan-out has, as far as is known. The first call shows the fan-out and starts its clock.
     *
     * @param node the name of the fan-out
     * @param total replaces the earlier total; that of a nested fan-out grows as the items around it are reached
     * @param grows true if the total can become larger, because some items around a nested fan-out have no list yet
     */
    void expect(String node, long total, boolean grows);

    /** Sets the final number of actions of a fan-out. */
    default void expect(String node, long total) {
        expect(node, total, false);
    }

    /**
     * Adds actions that have completed since the last call. A fan-out without {@link #expect} is shown without a total.
     */
    void advance(String node, long succeeded, long failed, long cached);

    /**
     * Adds a failure of an action, which is counted with others that have the same name and, apart from numbers, the same
     * message.
     */
    void error(String node, String name, String message);

    /** Sets how many actions of a fan-out its records say have failed. */
    void failed(String node, long failed);

    /**
     * Sets how the run ended. No fan-out is shown with a longer time than the run's.
     *
     * @param took the run's duration
     */
    void ended(RunStatus status, Duration took);

    /** Prints lines of text without damaging what is shown. */
    void print(List<String> lines);

    /** Shows the final counts of each fan-out and how the run ended, then stops. */
    @Override
    void close();

    /** Returns a display that shows nothing. */
    static Progress none() {
        return new NoProgress();
    }

    /**
     * Returns a display with a tree of live bars on a terminal, and with a line every few seconds otherwise.
     *
     * @param err the stream to write to
     * @param terminal what {@code err} is attached to
     */
    static Progress on(PrintStream err, Terminal terminal, InstantSource clock) {
        return on(err, terminal, clock, new ProgressCounts(clock));
    }

    /**
     * Returns a display of a run that may have been running for some time.
     *
     * @param since when the run began, by the clock of its server
     */
    static Progress on(PrintStream err, Terminal terminal, InstantSource clock, Instant since) {
        return on(err, terminal, clock, new ProgressCounts(clock, since));
    }

    private static Progress on(PrintStream err, Terminal terminal, InstantSource clock, ProgressCounts counts) {
        if (!terminal.live()) {
            return new ProgressLines(err, clock, counts);
        }
        return new ProgressBars(err, terminal, counts, Executors.newSingleThreadScheduledExecutor(redraw -> {
            Thread thread = new Thread(redraw, "anabranch-progress");
            thread.setDaemon(true);
            return thread;
        }));
    }
}
