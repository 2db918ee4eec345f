package dev.anabranch.cli.internal.progress;

/** The characters of a bar. */
enum BarStyle {
    BLOCKS("\u2502", "\u2588", " \u258f\u258e\u258d\u258c\u258b\u258a\u2589", "\u2502", "\u2026"),
    ASCII("[", "=", ">", "]", "~");

    private final String left;
    private final String full;
    private final String partial;
    private final String right;
    private final String cut;

    BarStyle(String left, String full, String partial, String right, String cut) {
        this.left = left;
        this.full = full;
        this.partial = partial;
        this.right = right;
        this.cut = cut;
    }

    /** Returns a bar of exactly {@code width} characters, brackets included; {@code width} is at least 3. */
    String bar(double fraction, int width) {
        int cells = width - 2;
        int steps = (int) (fraction * cells * partial.length());
        int whole = steps / partial.length();
        String part = whole < cells ? String.valueOf(partial.charAt(steps % partial.length())) : "";
        return left + full.repeat(whole) + part + " ".repeat(cells - whole - part.length()) + right;
    }

    /** Returns the text padded or cut to exactly {@code width} characters. */
    String column(String text, int width) {
        return text.length() <= width
                ? text + " ".repeat(width - text.length())
                : text.substring(0, Math.max(0, width - 1)) + (width > 0 ? cut : "");
    }
}
