package dev.anabranch.cli.internal.terminal;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What standard error is attached to.
 *
 * @param live whether lines can be redrawn in place
 * @param columns the number of characters on a line
 * @param rows the number of visible lines
 * @param unicode whether the encoding has block characters
 */
public record Terminal(boolean live, int columns, int rows, boolean unicode) {

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
        Matcher numbers = ROWS_AND_COLUMNS.matcher(size);
        return numbers.matches()
                ? new Terminal(
                        live,
                        Integer.parseInt(numbers.group(2)),
                        Integer.parseInt(numbers.group(1)),
                        isUnicode(properties))
                : new Terminal(live, COLUMNS, ROWS, isUnicode(properties));
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
