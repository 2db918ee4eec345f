package dev.anabranch.cli.internal.output;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table of text with a heading; each column has the width of its widest cell. */
public final class TextTable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String SPACE = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private int numbersFrom = Integer.MAX_VALUE;

    public TextTable(String... heading) {
        row(heading);
    }

    /** Aligns columns of numbers on the right, from this column on; the first column is 0. */
    TextTable withNumbersFrom(int column) {
        numbersFrom = column;
        return this;
    }

    public void row(String... cells) {
        rows.add(Arrays.asList(cells));
    }

    /** Returns the number of columns of a terminal that the longest row takes. */
    public int width() {
        int width = 0;
        for (int i = 0; i < rows.get(0).size(); i++) {
            int column = i;
            width += SPACE.length()
                    + rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0);
        }
        return width - SPACE.length();
    }

    public void print(PrintStream out) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String space = " ".repeat(widths[i] - row.get(i).length());
                line.append(i < numbersFrom ? row.get(i) + space : space + row.get(i))
                        .append(SPACE);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** Returns a duration such as {@code 1 min 3 s}, or an empty text if {@code ended} is null. */
    public static String between(Instant began, @Nullable Instant ended) {
        if (ended == null) {
            return "";
        }
        return DurationText.ofRun(Duration.between(began, ended));
    }
}
