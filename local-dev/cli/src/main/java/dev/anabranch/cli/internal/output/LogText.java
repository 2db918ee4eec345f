package dev.anabranch.cli.internal.output;

import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.runs.internal.record.StoredLogLine;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats lines of the logs of actions. */
public final class LogText {

    /** The longest text of a message that is shown while a run is in progress. */
    private static final int MOST_SHOWN = 1_000;

    private static final String INDENT = "    ";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private LogText() {}

    /** Returns the lines of text for a line that a task of this process has just written. */
    public static List<String> shown(LogLine line) {
        String path = line.path().stream().map(String::valueOf).collect(Collectors.joining("."));
        String message = line.message();
        return text(
                action(line.node(), path, line.label()),
                message.length() <= MOST_SHOWN ? message : message.substring(0, MOST_SHOWN) + "...");
    }

    /** Returns the lines of text for a stored line, with the frames of user code of its stack trace. */
    public static List<String> of(StoredLogLine line) {
        String attempt = line.attempt() > 1 ? " attempt " + line.attempt() : "";
        List<String> text =
                text(head(line) + " " + action(line.node(), line.path(), line.label()) + attempt, line.message());
        if (line.stack() != null) {
            UserStack.of(line.stack()).forEach(frame -> text.add(INDENT + SafeText.of(frame)));
        }
        return text;
    }

    /** Returns the lines of text for a stored line whose action is known, without its stack trace. */
    static List<String> ofAction(StoredLogLine line) {
        return text(head(line), line.message());
    }

    private static String head(StoredLogLine line) {
        return TIME.format(line.time()) + " " + String.format(Locale.ROOT, "%-7s", line.level());
    }

    private static String action(String node, String path, String label) {
        return path.isEmpty() ? node : node + "[" + ItemLabels.shown(path, label) + "]";
    }

    private static List<String> text(String head, String message) {
        List<String> lines = message.lines().map(SafeText::of).toList();
        List<String> text = new ArrayList<>();
        text.add(lines.isEmpty() ? head : head + "  " + lines.get(0));
        lines.stream().skip(1).forEach(line -> text.add(INDENT + line));
        return text;
    }
}
