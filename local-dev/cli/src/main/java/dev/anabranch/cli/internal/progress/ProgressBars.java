package dev.anabranch.cli.internal.progress;

import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.runs.internal.record.RunStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The display for terminals: the tree of a run with a bar for each node, redrawn in place ten times a second. */
final class ProgressBars implements Progress {

    private static final long REDRAW_MILLIS = 100;

    /** The maximum number of lines that remain when the run has ended. */
    private static final int MOST_LINES_AT_END = 60;

    private final PrintStream err;
    private final Terminal terminal;
    private final ProgressCounts counts;
    private final TreeText text;
    private final ScheduledExecutorService timer;

    /** The number of lines on the screen. */
    private int drawn;

    private boolean closed;

    /** @param timer redraws the tree; shut down by {@link #close} */
    ProgressBars(PrintStream err, Terminal terminal, ProgressCounts counts, ScheduledExecutorService timer) {
        this.err = err;
        this.terminal = terminal;
        this.counts = counts;
        // The last column stays free, because some terminals wrap the line when it is written.
        this.text = new TreeText(
                counts, Math.max(1, terminal.columns() - 1), terminal.unicode() ? BarStyle.BLOCKS : BarStyle.ASCII);
        this.timer = timer;
        ScheduledFuture<?> unusedUntilShutdown =
                timer.scheduleWithFixedDelay(this::redraw, 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void arrange(ProgressTree tree) {
        counts.arrange(tree);
    }

    @Override
    public void expect(String node, long total, boolean grows) {
        counts.expect(node, total, grows);
    }

    @Override
    public void advance(String node, long succeeded, long failed, long cached) {
        counts.advance(node, succeeded, failed, cached);
    }

    @Override
    public void error(String node, String name, String message) {
        counts.error(node, name, message);
    }

    @Override
    public void failed(String node, long failed) {
        counts.failed(node, failed);
    }

    @Override
    public void ended(RunStatus status, Duration took) {
        counts.ended(status, took);
    }

    /** Prints lines where the tree is, and the tree below them. */
    @Override
    public synchronized void print(List<String> lines) {
        if (!closed && drawn > 0) {
            err.print(toFirstLine() + "\r\u001b[J");
            drawn = 0;
        }
        lines.forEach(err::println);
        redraw();
    }

    /** Draws the tree a last time: it may be longer than the screen, because it is not redrawn. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        timer.shutdown();
        counts.close();
        draw(Math.max(terminal.rows() - 1, MOST_LINES_AT_END));
        closed = true;
    }

    private synchronized void redraw() {
        if (!closed) {
            draw(Math.max(1, terminal.rows() - 1));
        }
    }

    private void draw(int most) {
        List<String> lines = text.lines(most);
        if (lines.isEmpty()) {
            return;
        }
        StringBuilder block = new StringBuilder(toFirstLine());
        lines.forEach(line -> block.append('\r').append(line).append('\n'));
        if (lines.size() < drawn) {
            block.append("\u001b[J");
        }
        drawn = lines.size();
        err.print(block);
        err.flush();
    }

    /** Returns what moves the cursor to the first line of the tree. */
    private String toFirstLine() {
        return drawn == 0 ? "" : String.format("\u001b[%dA", drawn);
    }
}
