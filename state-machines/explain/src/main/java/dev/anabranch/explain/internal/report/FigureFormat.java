package dev.anabranch.explain.internal.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats numbers for the text. */
final class FigureFormat {

    private static final BigDecimal LEAST = new BigDecimal("0.0001");

    /** The smallest number that does not fit into a column with all its digits. */
    private static final long LONG_NUMBER = 10_000_000_000L;

    private static final BigDecimal WHOLE_DOLLARS = BigDecimal.valueOf(10_000);

    private FigureFormat() {}

    /** Returns a number with its noun, such as {@code 1 item} or {@code 1,000 items}. */
    static String counted(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String number(long number) {
        return number < LONG_NUMBER
                ? String.format(Locale.ROOT, "%,d", number)
                : String.format(Locale.ROOT, "%.3e", (double) number);
    }

    /** Formats dollars with four decimal places, because most runs cost less than a cent. */
    static String dollars(BigDecimal dollars) {
        if (dollars.signum() == 0) {
            return "-";
        }
        if (dollars.compareTo(WHOLE_DOLLARS) >= 0) {
            return number(dollars.setScale(0, RoundingMode.HALF_UP).longValue());
        }
        if (dollars.signum() > 0 && dollars.compareTo(LEAST) < 0) {
            return "< " + LEAST;
        }
        return String.format(Locale.ROOT, "%,.4f", dollars.setScale(4, RoundingMode.HALF_UP));
    }

    static String percent(double percent) {
        if (percent == 0) {
            return "-";
        }
        return percent < 0.1 ? "< 0.1 %" : String.format(Locale.ROOT, percent < 10 ? "%,.1f %%" : "%,.0f %%", percent);
    }

    static String time(double seconds) {
        if (seconds < 60) {
            return seconds < 0.1 ? "< 0.1 s" : String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return whole < 48 * 3600
                ? String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60)
                : String.format(Locale.ROOT, "%,.1f days", whole / 86_400.0);
    }
}
