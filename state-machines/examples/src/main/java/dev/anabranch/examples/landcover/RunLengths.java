package dev.anabranch.examples.landcover;

import java.util.Arrays;

/**
 * Classes of pixels as text: how many, then the letter of the class; a count of one is left out. It is never longer than one
 * character a pixel, a tile of open sea is a handful, and a person who looks at a tile's record can read it.
 */
final class RunLengths {
    private RunLengths() {}

    /** The text for {@code classes}, which holds codes of {@link CoverClass}. */
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
     * The classes that {@code text} stands for.
     *
     * @throws IllegalArgumentException when it is not what {@link #encode} writes for {@code length} pixels
     */
    static byte[] decode(String text, int length) {
        byte[] classes = new byte[length];
        int filled = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                count = Math.min(10 * count + (c - '0'), length + 1); // No overflow: too many is too many.
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
