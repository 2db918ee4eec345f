package dev.anabranch.cli;

/** A word as a shell takes it. */
final class ShellWord {

    private ShellWord() {}

    static String of(String text) {
        boolean plain = text.matches("[A-Za-z0-9_./:@%+=,-]+");
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
