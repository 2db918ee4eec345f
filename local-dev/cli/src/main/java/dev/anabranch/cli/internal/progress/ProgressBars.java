package dev.anabranch.cli.internal.progress;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * For terminals: one live bar per fan-out, one below the other. The library moves the cursor and keeps the beat. It is told the
 * width, because otherwise it would ask about standard output, which may be a file while standard error is a terminal.
 */
final class ProgressBars implements Progress {

    private static final int BEAT_MILLIS = 100;

    private final PrintStream err;
    private final Terminal terminal;
    private final ProgressCounts tallies;
    private final Map<String, Bar> bars = new LinkedHashMap<>();

    ProgressBars(PrintStream err, Terminal terminal, ProgressCounts tallies) {
        this.err = err;
        this.terminal = terminal;
        this.tallies = tallies;
    }

    @Override
    public void expect(String node, long total) {
        tallies.expect(node, total);
        show(node);
    }

    @Override
    public void advance(String node, long succeeded, long failed, long cached) {
        tallies.advance(node, succeeded, failed, cached);
        show(node);
    }

    /** Bars that would have scrolled out of sight cannot be redrawn, so those fan-outs have one line at the end instead. */
    @Override
    public synchronized void close() {
        bars.values().forEach(Bar::close);
        tallies.all().stream()
                .filter(tally -> !bars.containsKey(tally.node()))
                .forEach(tally -> err.println(ProgressText.line(tally)));
    }

    private synchronized void show(String node) {
        if (!bars.containsKey(node) && bars.size() < terminal.rows() - 1) {
            bars.put(node, new Bar(node));
        }
    }

    private String draw(String node, int width) {
        BarStyle style = terminal.unicode() ? BarStyle.BLOCKS : BarStyle.ASCII;
        return ProgressText.bar(tallies.of(node), tallies.longestName(), width, style);
    }

    private final class Bar {

        private final Line line = new Line();
        private final ProgressBar bar;

        Bar(String node) {
            bar = new ProgressBarBuilder()
                    .setTaskName(node)
                    .setUpdateIntervalMillis(BEAT_MILLIS)
                    .continuousUpdate()
                    .setConsumer(line)
                    .setRenderer((state, width) -> draw(node, width))
                    .build();
            // The library would draw a new bar on its own thread some time soon, and two new ones in any order.
            bar.refresh();
        }

        /** The library closes its consumer only if it came to draw the bar at least once. */
        void close() {
            bar.close();
            line.close();
        }
    }

    /** The last column stays free: some terminals wrap once it is written. */
    private final class Line extends InteractiveConsoleProgressBarConsumer {

        Line() {
            super(err, terminal.columns() - 1);
        }

        @Override
        public void accept(String text) {
            synchronized (err) {
                super.accept(text);
            }
        }
    }
}
