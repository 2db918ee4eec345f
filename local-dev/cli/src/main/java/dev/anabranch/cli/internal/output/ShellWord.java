package dev.anabranch.cli.internal.output;

/** A word as a shell takes it. */
public final class ShellWord {

    private ShellWord() {}

    public static String of(String text) {
        boolean plain = text.matches("[A-Za-z0-9_./:@%+=,-]+");
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
