package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.record.RunStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The display for terminals: one bar for each fan-out, one below the other, redrawn in place ten times a second. */
final class ProgressBars implements Progress {

    private static final long REDRAW_MILLIS = 100;

    private final PrintStream err;
    private final Terminal terminal;
    private final ProgressCounts counts;
    private final ScheduledExecutorService timer;

    /** The fan-outs that have a bar, in the order of the bars. */
    private final List<String> bars = new ArrayList<>();

    private int drawn;
    private boolean closed;

    /** @param timer redraws the bars; shut down by {@link #close} */
    ProgressBars(PrintStream err, Terminal terminal, ProgressCounts counts, ScheduledExecutorService timer) {
        this.err = err;
        this.terminal = terminal;
        this.counts = counts;
        this.timer = timer;
        ScheduledFuture<?> unusedUntilShutdown =
                timer.scheduleWithFixedDelay(this::redraw, 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void expect(String node, long total) {
        counts.expect(node, total);
        show(node);
    }

    @Override
    public void advance(String node, long succeeded, long failed, long cached) {
        counts.advance(node, succeeded, failed, cached);
        show(node);
    }

    @Override
    public void failed(String node, long failed) {
        counts.failed(node, failed);
        show(node);
    }

    @Override
    public void ended(RunStatus status, Duration took) {
        counts.ended(status, took);
    }

    /** Prints lines where the bars are, and the bars below them. */
    @Override
    public synchronized void print(List<String> lines) {
        if (!closed && drawn > 0) {
            // Moves to the first bar, and clears the screen below.
            err.print(String.format("\u001b[%dA\r\u001b[J", drawn));
            drawn = 0;
        }
        lines.forEach(err::println);
        redraw();
    }

    /** Prints a line for each fan-out without a bar: a bar that has scrolled out of sight could not be redrawn. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        timer.shutdown();
        counts.close();
        redraw();
        closed = true;
        counts.all().stream()
                .filter(fanOut -> !bars.contains(fanOut.node()))
                .forEach(fanOut -> err.println(ProgressText.line(fanOut)));
    }

    private synchronized void show(String node) {
        if (!bars.contains(node) && bars.size() < terminal.rows() - 1) {
            bars.add(node);
        }
    }

    private synchronized void redraw() {
        if (closed || bars.isEmpty()) {
            return;
        }
        BarStyle style = terminal.unicode() ? BarStyle.BLOCKS : BarStyle.ASCII;
        StringBuilder text = new StringBuilder(drawn == 0 ? "" : String.format("\u001b[%dA", drawn));
        for (String node : bars) {
            // The last column stays free, because some terminals wrap the line when it is written.
            String bar = ProgressText.bar(counts.of(node), counts.longestName(), terminal.columns() - 1, style);
            text.append('\r').append(bar).append('\n');
        }
        drawn = bars.size();
        err.print(text);
        err.flush();
    }
}
