package dev.anabranch.cli.internal.progress;

import dev.anabranch.cli.internal.progress.ProgressTree.Row;
import dev.anabranch.cli.internal.terminal.TextWidth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Formats the tree of a run as lines of the same width: headings, a bar for each node that has appeared, and its errors.
 * Folds what has completed if the lines are too many.
 */
final class TreeText {

    private static final int MOST_ERRORS = 3;

    /** Terminals with fewer columns indent by one blank instead of two. */
    private static final int WIDE = 60;

    private final ProgressCounts counts;
    private final int width;
    private final BarStyle style;
    private final int step;

    /** @param width the number of columns of each line */
    TreeText(ProgressCounts counts, int width, BarStyle style) {
        this.counts = counts;
        this.width = width;
        this.style = style;
        this.step = width < WIDE ? 1 : 2;
    }

    /**
     * Returns the lines.
     *
     * @param most the maximum number of lines, at least 1. If there are more, fewer errors are shown, then completed nodes
     *     are counted in one line, at last those with failures too, and then the last lines are left out
     */
    List<String> lines(int most) {
        List<Row> rows = counts.rows();
        Map<String, FanOutProgress> known = new HashMap<>();
        rows.forEach(row -> counts.known(row.node()).ifPresent(found -> known.put(row.node(), found)));
        List<String> lines = lines(rows, known, MOST_ERRORS, folded -> false);
        if (lines.size() > most) {
            lines = lines(rows, known, 1, folded -> false);
        }
        if (lines.size() > most) {
            lines = lines(rows, known, 1, folded -> folded.complete() && folded.failed() == 0);
        }
        if (lines.size() > most) {
            lines = lines(rows, known, 0, FanOutProgress::complete);
        }
        if (lines.size() > most) {
            int left = lines.size() - most + 1;
            lines = new ArrayList<>(lines.subList(0, most - 1));
            lines.add(style.column(left + " more lines do not fit on the screen", width));
        }
        return lines;
    }

    private List<String> lines(
            List<Row> rows, Map<String, FanOutProgress> known, int errors, Predicate<FanOutProgress> isFolded) {
        int nameWidth = rows.stream()
                .filter(row -> known.containsKey(row.node()))
                .mapToInt(row -> step * row.depth() + TextWidth.of(row.name()))
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        List<FanOutProgress> folded = new ArrayList<>();
        // The headings of the row, outermost first, that have no line yet.
        Deque<Row> headings = new ArrayDeque<>();
        for (Row row : rows) {
            while (!headings.isEmpty() && headings.getLast().depth() >= row.depth()) {
                headings.removeLast();
            }
            FanOutProgress progress = known.get(row.node());
            if (row.isHeading()) {
                headings.addLast(row);
            } else if (progress != null && isFolded.test(progress)) {
                folded.add(progress);
            } else if (progress != null) {
                headings.forEach(heading -> lines.add(style.column(blanks(heading.depth()) + heading.name(), width)));
                headings.clear();
                lines.add(ProgressText.bar(step * row.depth(), progress, nameWidth, width, style));
                counts.errors(row.node()).stream()
                        .limit(errors)
                        .forEach(error -> lines.add(style.column(
                                blanks(row.depth() + 1) + number(error.getValue()) + " " + style.times() + " "
                                        + error.getKey(),
                                width)));
            }
        }
        if (!folded.isEmpty()) {
            lines.add(0, style.column(folded(folded), width));
        }
        return lines;
    }

    private String blanks(int depth) {
        return " ".repeat(step * depth);
    }

    private static String folded(List<FanOutProgress> nodes) {
        long done = nodes.stream().mapToLong(FanOutProgress::done).sum();
        long failed = nodes.stream().mapToLong(FanOutProgress::failed).sum();
        return number(nodes.size()) + " done: " + number(done) + (done == 1 ? " action" : " actions")
                + (failed == 0 ? "" : ", " + number(failed) + " failed");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
