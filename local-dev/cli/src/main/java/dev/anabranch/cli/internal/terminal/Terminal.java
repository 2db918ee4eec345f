package dev.anabranch.cli.internal.terminal;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final int COLUMNS = 80;
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
