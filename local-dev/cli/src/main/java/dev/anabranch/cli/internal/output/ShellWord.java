package dev.anabranch.cli.internal.output;

/** Quotes a word for a shell. */
public final class ShellWord {

    private ShellWord() {}

    public static String of(String text) {
        boolean plain = text.matches("[A-Za-z0-9_./:@%+=,-]+");
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
