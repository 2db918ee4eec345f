package dev.anabranch.cli.internal.terminal;

import java.util.stream.Collectors;

/** Text of tasks as it can be printed on a terminal. */
public final class SafeText {

    private SafeText() {}

    /**
     * Returns a line without characters that control a terminal or hide text, such as escape sequences, bidirectional
     * marks and unpaired surrogates: each is replaced by its number, as in Java's {@code \\u001b}.
     */
    public static String of(String line) {
        StringBuilder safe = new StringBuilder(line.length());
        line.codePoints().forEach(character -> {
            if (isSafe(character)) {
                safe.appendCodePoint(character);
            } else {
                for (char unit : Character.toChars(character)) {
                    safe.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return safe.toString();
    }

    /** Returns a text of several lines, each as {@link #of} returns it. */
    public static String ofLines(String text) {
        return text.lines().map(SafeText::of).collect(Collectors.joining("\n"));
    }

    private static boolean isSafe(int character) {
        if (character == '\t') {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
