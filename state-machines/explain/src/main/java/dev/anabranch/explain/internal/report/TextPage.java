package dev.anabranch.explain.internal.report;

import java.util.ArrayList;
import java.util.List;

/** Formats text in lines of at most 80 characters: headings, paragraphs, and tables with right-aligned figures. */
final class TextPage {

    static final int WIDTH = 80;

    private static final int FIGURE = 14;
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final boolean unicode;

    TextPage(boolean unicode) {
        this.unicode = unicode;
    }

    void heading(String title) {
        if (text.length() > 0) {
            line("");
        }
        line(title);
        line((unicode ? "─" : "-").repeat(Math.min(title.length(), WIDTH)));
    }

    /** Adds a paragraph. It is wrapped, and each line is indented by {@code indent} blanks. */
    void paragraph(int indent, String words) {
        String blanks = " ".repeat(indent);
        StringBuilder line = new StringBuilder(blanks);
        int start = line.length();
        for (String word : plain(words).split(" +", -1)) {
            String rest = word;
            if (line.length() > start && line.length() + 1 + rest.length() > WIDTH) {
                line(line.toString());
                line = new StringBuilder(blanks);
            }
            while (line.length() == start && start + rest.length() > WIDTH) {
                line(blanks + rest.substring(0, WIDTH - start));
                rest = rest.substring(WIDTH - start);
            }
            line.append(line.length() > start ? " " : "").append(rest);
        }
        line(line.toString());
    }

    /** Adds a label and its description, which starts at {@code column} and is wrapped there. */
    void entry(int column, String label, String words) {
        int before = text.length();
        paragraph(column, words);
        String start = INDENT + plain(label);
        if (start.length() + 2 > column) {
            text.insert(before, start + "\n");
        } else {
            text.replace(before, before + start.length(), start);
        }
    }

    /** Adds a table row: a label on the left and right-aligned figures. */
    void row(String label, List<String> figures) {
        StringBuilder cells = new StringBuilder();
        figures.forEach(figure -> cells.append(right(plain(figure), FIGURE)));
        int room = WIDTH - FIGURE * columns();
        String start = INDENT + plain(label);
        if (start.length() > room - 1) {
            line(start.length() > WIDTH ? start.substring(0, WIDTH) : start);
            start = "";
        }
        line(start + " ".repeat(room - start.length()) + cells);
    }

    /** Returns the number of columns of figures. */
    static int columns() {
        return 3;
    }

    /** Divides a list into parts of at most {@link #columns()} elements. */
    static <T> List<List<T>> inColumns(List<T> all) {
        List<List<T>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += columns()) {
            pieces.add(all.subList(from, Math.min(all.size(), from + columns())));
        }
        return pieces;
    }

    void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private static String right(String figure, int width) {
        return " ".repeat(Math.max(1, width - figure.length())) + figure;
    }

    private String plain(String words) {
        return unicode ? words : words.replace("×", "x").replace("…", "...").replace("–", "-");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
