package dev.anabranch.cli.internal.terminal;

import java.util.Arrays;

/** The number of columns that text takes on a terminal: East Asian characters and emoji take two, marks none. */
public final class TextWidth {

    /**
     * The characters that take two columns: those with the property East_Asian_Width of Wide or Fullwidth in Unicode 17.
     * See <a href="https://www.unicode.org/reports/tr11/">UAX 11</a>.
     */
    private static final String WIDE = """
            1100-115F 231A-231B 2329-232A 23E9-23EC 23F0 23F3 25FD-25FE 2614-2615 2630-2637 2648-2653 267F
            268A-268F 2693 26A1 26AA-26AB 26BD-26BE 26C4-26C5 26CE 26D4 26EA 26F2-26F3 26F5 26FA 26FD 2705
            270A-270B 2728 274C 274E 2753-2755 2757 2795-2797 27B0 27BF 2B1B-2B1C 2B50 2B55 2E80-2FD5 2FF0-303E
            3041-3247 3250-A4C6 A960-A97C AC00-D7A3 F900-FAFF FE10-FE19 FE30-FE52 FE54-FE66 FE68-FE6B FF01-FF60
            FFE0-FFE6 16FE0-16FE3 16FF2-16FF6 17000-18CD5 18CFF-18D1E 18D80-18DF2 1AFF0-1AFF3 1AFF5-1AFFB
            1AFFD-1AFFE 1B000-1B122 1B132 1B150-1B152 1B155 1B164-1B167 1B170-1B2FB 1D300-1D356 1D360-1D376
            1F004 1F0CF 1F18E 1F191-1F19A 1F200-1F202 1F210-1F23B 1F240-1F248 1F250-1F251 1F260-1F265
            1F300-1F320 1F32D-1F335 1F337-1F37C 1F37E-1F393 1F3A0-1F3CA 1F3CF-1F3D3 1F3E0-1F3F0 1F3F4
            1F3F8-1F43E 1F440 1F442-1F4FC 1F4FF-1F53D 1F54B-1F54E 1F550-1F567 1F57A 1F595-1F596 1F5A4
            1F5FB-1F64F 1F680-1F6C5 1F6CC 1F6D0-1F6D2 1F6D5-1F6D8 1F6DC-1F6DF 1F6EB-1F6EC 1F6F4-1F6FC
            1F7E0-1F7EB 1F7F0 1F90C-1F93A 1F93C-1F945 1F947-1F9FF 1FA70-1FA7C 1FA80-1FA8A 1FA8E-1FAC6 1FAC8
            1FACD-1FADC 1FADF-1FAEA 1FAEF-1FAF8 20000-2FFFD 30000-3FFFD
            """;

    /** Shows the character before it as an emoji, which terminals print in two columns, or in one if they are old. */
    private static final int EMOJI_SELECTOR = 0xFE0F;

    /** The first characters of the ranges, in ascending order. */
    private static final int[] FIRST = characters("-.*");

    /** The last characters of the ranges. */
    private static final int[] LAST = characters(".*-");

    private TextWidth() {}

    /** Returns one character of each range, without the part that an expression matches. */
    private static int[] characters(String without) {
        return WIDE.lines()
                .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                .mapToInt(range -> Integer.parseInt(range.replaceFirst(without, ""), 16))
                .toArray();
    }

    /** Returns the number of columns, or a larger one for emoji that only some terminals print as one character. */
    public static int of(String text) {
        int width = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            width += at(text, at);
        }
        return width;
    }

    /** Returns the longest beginning of a text that fits into a number of columns. */
    public static String beginning(String text, int columns) {
        int width = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            width += at(text, at);
            if (width > columns) {
                return text.substring(0, at);
            }
        }
        return text;
    }

    private static int at(String text, int at) {
        int character = text.codePointAt(at);
        if (character == EMOJI_SELECTOR) {
            return at > 0 && of(text.codePointBefore(at)) == 1 ? 1 : 0;
        }
        return of(character);
    }

    private static int of(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        int range = Arrays.binarySearch(FIRST, character);
        // The range before the insertion point, which is -range - 1.
        int before = range >= 0 ? range : -range - 2;
        return before >= 0 && character <= LAST[before] ? 2 : 1;
    }
}
