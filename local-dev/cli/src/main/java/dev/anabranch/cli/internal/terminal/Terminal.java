package dev.anabranch.cli.internal.terminal;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What standard error is attached to, and whether standard output is attached to it too.
 *
 * @param live whether lines can be redrawn in place
 * @param columns the number of characters on a line
 * @param rows the number of visible lines
 * @param unicode whether the encoding has block characters
 * @param readsOutput whether the terminal also shows standard output, which otherwise goes to a file or a program
 */
public record Terminal(boolean live, int columns, int rows, boolean unicode, boolean readsOutput) {

    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})");
    /** A word, with the text in backticks that it has. */
    private static final Pattern WORD = Pattern.compile("(?:[^ `]|`[^`]*`|`)+");

    private static final int COLUMNS = 80;
    private static final int LEAST_COLUMNS = 10;
    private static final int ROWS = 24;

    /**
     * Set by the launcher to the output of {@code stty size}, such as {@code 24 80}, or to {@code none}: Java cannot
     * query standard error.
     */
    static final String SIZE = "anabranch.terminal";

    /** Set by the launcher to {@code terminal} if standard output is one. */
    static final String OUTPUT = "anabranch.output";

    /** Set by the launcher if it replaced a locale without UTF-8. */
    static final String ASCII = "anabranch.ascii";

    /**
     * Reads the properties of the launcher and the environment of the shell. Without a launcher, the terminal is not
     * live.
     */
    public static Terminal of(Map<String, String> environment, Properties properties) {
        String size = properties.getProperty(SIZE, "none");
        boolean live = !size.equals("none")
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean readsOutput = live && properties.getProperty(OUTPUT, "none").equals("terminal");
        Matcher numbers = ROWS_AND_COLUMNS.matcher(size);
        return numbers.matches()
                ? new Terminal(
                        live,
                        Integer.parseInt(numbers.group(2)),
                        Integer.parseInt(numbers.group(1)),
                        isUnicode(properties),
                        readsOutput)
                : new Terminal(live, COLUMNS, ROWS, isUnicode(properties), readsOutput);
    }

    /**
     * Returns a sentence with line breaks at blanks, so that it fits into the columns of a live terminal, which would
     * break it inside words. Text in backticks, such as a command to copy, stays on one line even if it is too long.
     */
    public String wrapped(String sentence) {
        return wrapped(sentence, 0);
    }

    /**
     * Returns a sentence that begins in a column, with line breaks as {@link #wrapped(String)}. Its other lines are
     * indented to that column.
     */
    public String wrapped(String sentence, int indent) {
        if (!live) {
            return sentence;
        }
        return sentence.lines()
                .map(line -> wrapped(line, Math.max(LEAST_COLUMNS, columns - indent), "\n" + " ".repeat(indent)))
                .collect(Collectors.joining("\n" + " ".repeat(indent)));
    }

    /** Returns the number of columns for lines on standard output; without a terminal, they can have any length. */
    public int outputColumns() {
        return readsOutput ? columns : Integer.MAX_VALUE;
    }

    /**
     * Returns text for standard output: as {@link SafeText} if this terminal shows it, otherwise unchanged, because
     * files and programs need the exact characters.
     */
    public String shown(String text) {
        return readsOutput ? SafeText.ofLines(text) : text;
    }

    private static String wrapped(String line, int most, String lineBreak) {
        if (TextWidth.of(line) <= most) {
            return line;
        }
        StringBuilder text = new StringBuilder();
        int used = 0;
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            int width = TextWidth.of(words.group());
            if (used > 0 && used + 1 + width > most) {
                text.append(lineBreak);
                used = 0;
            } else if (used > 0) {
                text.append(' ');
                used++;
            }
            text.append(words.group());
            used += width;
        }
        return text.toString();
    }

    private static boolean isUnicode(Properties properties) {
        String nativeEncoding = properties.getProperty("native.encoding", "US-ASCII");
        // The first property exists since Java 19, the second before.
        String encoding = properties.getProperty(
                "stderr.encoding", properties.getProperty("sun.stderr.encoding", nativeEncoding));
        return properties.getProperty(ASCII) == null
                && Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode("█▌…");
    }
}
