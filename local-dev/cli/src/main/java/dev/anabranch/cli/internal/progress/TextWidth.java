package dev.anabranch.cli.internal.progress;

/** The number of columns that text takes on a terminal: East Asian characters and emoji take two, marks none. */
final class TextWidth {

    /**
     * The first and last characters of the ranges that take two columns: those with the property East_Asian_Width of
     * Wide or Fullwidth, in blocks. See <a href="https://www.unicode.org/reports/tr11/">UAX 11</a>.
     */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE10, 0xFE19},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x1FA70, 0x1FAFF},
        {0x20000, 0x3FFFD},
    };

    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** Returns the longest beginning of a text that fits into a number of columns. */
    static String beginning(String text, int columns) {
        int width = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            width += of(text.codePointAt(at));
            if (width > columns) {
                return text.substring(0, at);
            }
        }
        return text;
    }

    private static int of(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (character >= range[0] && character <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
