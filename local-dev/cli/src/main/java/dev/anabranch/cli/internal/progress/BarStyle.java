package dev.anabranch.cli.internal.progress;

import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.cli.internal.terminal.TextWidth;

/** The characters of a bar. */
enum BarStyle {
    BLOCKS("\u2502", "\u2588", " \u258f\u258e\u258d\u258c\u258b\u258a\u2589", "\u2502", "\u2026", "\u00d7"),
    ASCII("[", "=", ">", "]", "~", "x");

    private final String left;
    private final String full;
    private final String partial;
    private final String right;
    private final String cut;
    private final String times;

    BarStyle(String left, String full, String partial, String right, String cut, String times) {
        this.left = left;
        this.full = full;
        this.partial = partial;
        this.right = right;
        this.cut = cut;
        this.times = times;
    }

    /** Returns a bar of exactly {@code width} characters, brackets included; {@code width} is at least 3. */
    String bar(double fraction, int width) {
        int cells = width - 2;
        int steps = (int) (fraction * cells * partial.length());
        int whole = steps / partial.length();
        String part = whole < cells ? String.valueOf(partial.charAt(steps % partial.length())) : "";
        return left + full.repeat(whole) + part + " ".repeat(cells - whole - part.length()) + right;
    }

    /** Returns the sign between a number and what is counted. */
    String times() {
        return times;
    }

    /**
     * Returns the text without characters that control a terminal, padded or cut to exactly {@code width} columns. The
     * style without Unicode has a question mark for each character that it cannot show.
     */
    String column(String text, int width) {
        String safe = SafeText.of(text).replace('\t', ' ');
        String shown = this == ASCII ? safe.replaceAll("[^\\x20-\\x7e]", "?") : safe;
        int needed = TextWidth.of(shown);
        if (needed <= width) {
            return shown + " ".repeat(width - needed);
        }
        String beginning = TextWidth.beginning(shown, Math.max(0, width - 1));
        // A character that takes two columns may not fit into the last one.
        return beginning + (width > 0 ? cut + " ".repeat(width - 1 - TextWidth.of(beginning)) : "");
    }
}
