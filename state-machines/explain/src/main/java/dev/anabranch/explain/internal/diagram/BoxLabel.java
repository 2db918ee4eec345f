package dev.anabranch.explain.internal.diagram;

import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a box, and the size that they need. The reader's font is unknown, so the assumed width of a letter is
 * larger than in common fonts.
 *
 * @param lines the lines of the label
 * @param details the smaller lines below them
 */
record BoxLabel(List<String> lines, List<String> details, double width, double height) {

    static final double LINE = 17;
    static final double DETAIL = 14;
    static final double LETTER = 7.4;
    static final double SMALL_LETTER = 6.2;

    /** The offset between the sheets of a stacked box. */
    static final double SHEET = 4;

    private static final int LONGEST_LINE = 26;
    private static final int LONGEST_DETAIL = 32;
    private static final double PADDING = 14;
    private static final double NARROWEST = 84;

    static BoxLabel of(Box box) {
        List<String> lines = wrapped(box.label(), LONGEST_LINE);
        List<String> details = box.detail()
                .lines()
                .flatMap(line -> wrapped(line, LONGEST_DETAIL).stream())
                .toList();
        double text = Math.max(widest(lines, LETTER), widest(details, SMALL_LETTER));
        double height = lines.size() * LINE + details.size() * DETAIL + 16;
        if (box.kind() == Kind.CONDITION) {
            return new BoxLabel(lines, details, text * 1.45 + 40, height * 1.7);
        }
        double sheets = box.kind() == Kind.STACK ? 2 * SHEET : 0;
        return new BoxLabel(lines, details, Math.max(NARROWEST, text + 2 * PADDING) + sheets, height + sheets);
    }

    static double width(String text, double letter) {
        return text.codePoints()
                .mapToDouble(c -> c >= 0x1100 ? letter * 1.8 : letter)
                .sum();
    }

    private static double widest(List<String> lines, double letter) {
        return lines.stream().mapToDouble(line -> width(line, letter)).max().orElse(0);
    }

    private static List<String> wrapped(String text, int longest) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > longest) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
