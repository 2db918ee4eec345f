package dev.anabranch.cli.internal.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Formats a {@link FanOutProgress} as a line of text and as a bar. */
final class ProgressText {

    private static final int NARROWEST_BAR = 10;
    private static final int WIDEST_BAR = 40;

    /**
     * Fits {@code 123,456/200,000  1,234 failed  1:23:45 left  38/s}; further facts are shown if the terminal is wider.
     */
    private static final int ROOM_FOR_FACTS = 50;

    /** Returns a line for logs. */
    static String line(FanOutProgress fanOut) {
        StringBuilder line = new StringBuilder(fanOut.node()).append(": ").append(number(fanOut.done()));
        fanOut.total().ifPresent(total -> line.append(fanOut.grows() ? " of at least " : " of ")
                .append(number(total)));
        line.append(" done");
        outcomes(fanOut).forEach(outcome -> line.append(", ").append(outcome));
        Optional<String> end = end(fanOut);
        if (end.isPresent()) {
            return line.append(", ").append(end.get()).toString();
        }
        if (fanOut.perSecond() > 0) {
            line.append(", ").append(rate(fanOut.perSecond()));
        }
        fanOut.remaining()
                .ifPresent(left -> line.append(", ").append(time(left)).append(" left"));
        return line.toString();
    }

    /**
     * Returns a line of exactly {@code width} columns. The width of the bar depends on the names only, so that all
     * bars are aligned and do not move. On a narrow terminal the rate is left out first, then the time, the bar and the
     * failures.
     *
     * @param indent the number of blanks before the name, which the width of its column includes
     */
    static String bar(int indent, FanOutProgress fanOut, int nameWidth, int width, BarStyle style) {
        int columns = Math.min(nameWidth, width / 3);
        String name = style.column(" ".repeat(indent) + fanOut.node(), columns);
        List<String> facts = facts(fanOut);
        int room = width - columns;
        int barWidth = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, room - 1 - ROOM_FOR_FACTS));
        boolean fits = 1 + barWidth + length(facts.subList(0, fanOut.failed() > 0 ? 2 : 1)) <= room;
        String bar = fits ? " " + style.bar(fanOut.fraction(), barWidth) : "";
        while (facts.size() > 1 && bar.length() + length(facts) > room) {
            facts.remove(facts.size() - 1);
        }
        return style.column(name + bar + "  " + String.join("  ", facts), width);
    }

    private static int length(List<String> facts) {
        return facts.stream().mapToInt(fact -> fact.length() + 2).sum();
    }

    /** Returns the facts, the most important first. */
    private static List<String> facts(FanOutProgress fanOut) {
        List<String> facts = new ArrayList<>();
        facts.add(number(fanOut.done())
                + (fanOut.total().isPresent()
                        ? "/" + number(fanOut.total().getAsLong()) + (fanOut.grows() ? "+" : "")
                        : ""));
        if (fanOut.failed() > 0) {
            facts.add(number(fanOut.failed()) + " failed");
        }
        end(fanOut).ifPresent(facts::add);
        fanOut.remaining().ifPresent(left -> facts.add(time(left) + " left"));
        if (fanOut.perSecond() > 0 && (fanOut.complete() || fanOut.end().isEmpty())) {
            facts.add(rate(fanOut.perSecond()));
        }
        if (fanOut.cached() > 0) {
            facts.add(number(fanOut.cached()) + " cached");
        }
        return facts;
    }

    /** Returns how the fan-out, or the run before it, ended; empty while both continue. */
    private static Optional<String> end(FanOutProgress fanOut) {
        if (fanOut.complete()) {
            return Optional.of("in " + time(fanOut.elapsed()));
        }
        return fanOut.end().map(end -> switch (end.status()) {
            case SUCCEEDED -> "in " + time(fanOut.elapsed());
            case FAILED -> "run failed after " + time(end.took());
            case TIMED_OUT -> "run timed out after " + time(end.took());
            case LOST -> "run lost after " + time(end.took());
            case ABORTED -> "run cancelled after " + time(end.took());
            case RUNNING -> "after " + time(end.took());
        });
    }

    private static List<String> outcomes(FanOutProgress fanOut) {
        List<String> outcomes = new ArrayList<>();
        if (fanOut.failed() > 0) {
            outcomes.add(number(fanOut.failed()) + " failed");
        }
        if (fanOut.cached() > 0) {
            outcomes.add(number(fanOut.cached()) + " cached");
        }
        return outcomes;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns a rate per second, or per minute for slow tasks. */
    private static String rate(double perSecond) {
        if (perSecond >= 10) {
            return number(Math.round(perSecond)) + "/s";
        }
        return perSecond >= 1
                ? String.format(Locale.ROOT, "%.1f/s", perSecond)
                : String.format(Locale.ROOT, "%.1f/min", perSecond * 60);
    }

    /** Returns a time in whole seconds. It is rounded, as the durations that commands print in tenths of a second. */
    private static String time(Duration time) {
        long seconds = time.plusMillis(500).toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private ProgressText() {}
}
