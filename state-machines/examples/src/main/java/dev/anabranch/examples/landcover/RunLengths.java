package dev.anabranch.examples.landcover;

import java.util.Arrays;

/**
 * Run-length encodes the classes of pixels as text: a count, which is left out if it is one, and the letter of the
 * class. The text has at most one character per pixel, and a few characters for a tile of open sea. It is readable in
 * the record of a tile.
 */
final class RunLengths {
    private RunLengths() {}

    /** Returns the text for {@code classes}, which has codes of {@link CoverClass}. */
    static String encode(byte[] classes) {
        StringBuilder text = new StringBuilder();
        for (int start = 0, end; start < classes.length; start = end) {
            end = start + 1;
            while (end < classes.length && classes[end] == classes[start]) {
                end++;
            }
            if (end - start > 1) {
                text.append(end - start);
            }
            text.append(CoverClass.ofCode(classes[start]).letter());
        }
        return text.toString();
    }

    /**
     * Returns the classes of a text.
     *
     * @throws IllegalArgumentException if {@link #encode} would not write the text for {@code length} pixels
     */
    static byte[] decode(String text, int length) {
        byte[] classes = new byte[length];
        int filled = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                count = Math.min(10 * count + (c - '0'), length + 1); // Prevents an overflow of the sum.
                continue;
            }
            int run = Math.max(count, 1);
            if (run > length - filled) {
                throw new IllegalArgumentException("more than the expected " + length + " pixels");
            }
            Arrays.fill(classes, filled, filled + run, CoverClass.ofLetter(c).code());
            filled += run;
            count = 0;
        }
        if (filled != length) {
            throw new IllegalArgumentException("expected " + length + " pixels but found " + filled);
        }
        return classes;
    }
}
