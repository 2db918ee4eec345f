package dev.anabranch.cli.internal.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says a {@link FanOutProgress} in words, and as a bar. */
final class ProgressText {

    private static final int NARROWEST_BAR = 10;
    private static final int WIDEST_BAR = 40;

    /** For {@code 123,456/200,000  1,234 failed  1:23:45 left  38/s}; whatever follows is welcome where there is more. */
    private static final int ROOM_FOR_FACTS = 50;

    /** A line for logs. */
    static String line(FanOutProgress tally) {
        StringBuilder line = new StringBuilder(tally.node()).append(": ").append(number(tally.ended()));
        tally.total().ifPresent(total -> line.append(" of ").append(number(total)));
        line.append(" done");
        outcomes(tally).forEach(outcome -> line.append(", ").append(outcome));
        if (tally.complete()) {
            return line.append(", in ").append(time(tally.elapsed())).toString();
        }
        if (tally.perSecond() > 0) {
            line.append(", ").append(rate(tally.perSecond()));
        }
        tally.left().ifPresent(left -> line.append(", ").append(time(left)).append(" left"));
        return line.toString();
    }

    /**
     * A line of exactly {@code width} characters. The width of the bar depends on the names only, so that bars stand below each
     * other and keep still; where it gets narrow, rate and time go first, then the bar, and the failures last.
     */
    static String bar(FanOutProgress tally, int nameWidth, int width, BarStyle style) {
        String name = style.column(tally.node(), Math.min(nameWidth, width / 3));
        List<String> facts = facts(tally);
        int room = width - name.length();
        int barWidth = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, room - 1 - ROOM_FOR_FACTS));
        boolean fits = 1 + barWidth + length(facts.subList(0, tally.failed() > 0 ? 2 : 1)) <= room;
        String bar = fits ? " " + style.bar(tally.fraction(), barWidth) : "";
        while (facts.size() > 1 && bar.length() + length(facts) > room) {
            facts.remove(facts.size() - 1);
        }
        return style.column(name + bar + "  " + String.join("  ", facts), width);
    }

    private static int length(List<String> facts) {
        return facts.stream().mapToInt(fact -> fact.length() + 2).sum();
    }

    /** The most important first. */
    private static List<String> facts(FanOutProgress tally) {
        List<String> facts = new ArrayList<>();
        facts.add(number(tally.ended())
                + (tally.total().isPresent() ? "/" + number(tally.total().getAsLong()) : ""));
        if (tally.failed() > 0) {
            facts.add(number(tally.failed()) + " failed");
        }
        if (tally.complete()) {
            facts.add("in " + time(tally.elapsed()));
        }
        tally.left().ifPresent(left -> facts.add(time(left) + " left"));
        if (tally.perSecond() > 0) {
            facts.add(rate(tally.perSecond()));
        }
        if (tally.cached() > 0) {
            facts.add(number(tally.cached()) + " cached");
        }
        return facts;
    }

    private static List<String> outcomes(FanOutProgress tally) {
        List<String> outcomes = new ArrayList<>();
        if (tally.failed() > 0) {
            outcomes.add(number(tally.failed()) + " failed");
        }
        if (tally.cached() > 0) {
            outcomes.add(number(tally.cached()) + " cached");
        }
        return outcomes;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Slow tasks are told per minute: {@code 0.05/s} says nothing to anybody. */
    private static String rate(double perSecond) {
        if (perSecond >= 10) {
            return number(Math.round(perSecond)) + "/s";
        }
        return perSecond >= 1
                ? String.format(Locale.ROOT, "%.1f/s", perSecond)
                : String.format(Locale.ROOT, "%.1f/min", perSecond * 60);
    }

    private static String time(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private ProgressText() {}
}
