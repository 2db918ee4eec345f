package dev.anabranch.cli.internal.progress;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What standard error is attached to.
 *
 * @param live whether lines can be drawn again
 * @param columns how many characters fit on a line
 * @param rows how many lines can be seen
 * @param unicode whether block characters come out as such
 */
public record Terminal(boolean live, int columns, int rows, boolean unicode) {

    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})");
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    /** The launcher says {@code 24 80} here, as {@code stty size} does, or {@code none}: Java cannot ask about standard error alone. */
    static final String SIZE = "anabranch.terminal";

    /** The launcher sets this where it had to replace the locale to let arguments through. */
    static final String ASCII = "anabranch.ascii";

    /** Reads what the launcher and the shell say; without a launcher nothing is drawn again. */
    public static Terminal of(Map<String, String> environment, Properties properties) {
        String size = properties.getProperty(SIZE, "none");
        boolean live = !size.equals("none")
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        Matcher told = ROWS_AND_COLUMNS.matcher(size);
        return told.matches()
                ? new Terminal(
                        live, Integer.parseInt(told.group(2)), Integer.parseInt(told.group(1)), isUnicode(properties))
                : new Terminal(live, COLUMNS, ROWS, isUnicode(properties));
    }

    private static boolean isUnicode(Properties properties) {
        String nativeEncoding = properties.getProperty("native.encoding", "US-ASCII");
        // The first name is Java 19 and later, the second was there before.
        String encoding = properties.getProperty(
                "stderr.encoding", properties.getProperty("sun.stderr.encoding", nativeEncoding));
        return properties.getProperty(ASCII) == null
                && Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode("█▌…");
    }
}
