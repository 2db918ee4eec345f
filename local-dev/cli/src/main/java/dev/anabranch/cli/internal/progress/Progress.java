package dev.anabranch.cli.internal.progress;

import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;

/** Shows how far the fan-outs of a run are. Any thread may call. */
public interface Progress extends AutoCloseable {

    /**
     * Says how many actions a fan-out has, as far as is known by now.
     *
     * @param node the name of the fan-out; the first call makes it appear and starts its clock
     * @param total replaces what was said before; inside a fan-out the sum over its items grows as they are reached
     */
    void expect(String node, long total);

    /**
     * Says how many more actions of a fan-out ended since the last call, and how. A fan-out that nobody has announced appears
     * without a total.
     */
    void advance(String node, long succeeded, long failed, long cached);

    /** Shows the last counts and ends the display. */
    @Override
    void close();

    /**
     * One live bar per fan-out on a terminal; a plain line now and then otherwise.
     *
     * @param err where it is shown
     * @param terminal what {@code err} is attached to
     */
    static Progress on(PrintStream err, Terminal terminal, InstantSource clock) {
        return on(err, terminal, clock, new ProgressCounts(clock));
    }

    /**
     * The same of a run that may have gone on for some time already, so that its speed can be told.
     *
     * @param since when the run began
     */
    static Progress on(PrintStream err, Terminal terminal, InstantSource clock, Instant since) {
        return on(err, terminal, clock, new ProgressCounts(clock, since));
    }

    private static Progress on(PrintStream err, Terminal terminal, InstantSource clock, ProgressCounts tallies) {
        return terminal.live() ? new ProgressBars(err, terminal, tallies) : new ProgressLines(err, clock, tallies);
    }
}
