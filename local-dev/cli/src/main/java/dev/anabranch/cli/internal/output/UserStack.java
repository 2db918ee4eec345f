package dev.anabranch.cli.internal.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stack trace without the frames that explain nothing to the author of a task. */
final class UserStack {

    /** A frame such as {@code at java.base/java.lang.Thread.run(Thread.java:840)}. */
    private static final Pattern FRAME = Pattern.compile("\\s*at (?:[^/()]*/)*(?<name>[\\w.$<>]+)\\(.*");

    private static final Pattern COMMON = Pattern.compile("\\s*\\.\\.\\. \\d+ (?:more|common frames omitted)");

    /** Frames that are between those of tasks: the runtime, reflection and method handles. */
    private static final Pattern INTERNAL =
            Pattern.compile("dev\\.anabranch\\.(?:runtime|runs|embedded|engine|stores)\\..*"
                    + "|(?:jdk\\.internal|sun|com\\.sun|java\\.lang\\.(?:reflect|invoke))\\..*");

    /**
     * Frames of libraries that also call tasks, such as those of a thread pool, or of Jackson that writes a list which a
     * task returns. They are kept between frames of user code only.
     */
    private static final Pattern LIBRARY = Pattern.compile("(?:java|javax|com\\.fasterxml\\.jackson)\\..*");

    /** The frame that calls a task through the bridge method of {@code Task<I, O>}, which has a frame too. */
    private static final String CALLER = "dev.anabranch.runtime.internal.invoke.TypedTask.run";

    private UserStack() {}

    /** Returns whether a line of a trace is a frame or begins a cause, so that it does not continue a message. */
    static boolean isBelowTheMessage(String line) {
        return FRAME.matcher(line).matches() || line.startsWith("Caused by: ");
    }

    /**
     * Returns the exception with its causes, each with the frames from the first to the last one of user code. A cause
     * without such frames, whose other frames are those of the exception that it caused, has the frames of libraries.
     */
    static List<String> of(String stack) {
        List<String> lines = new ArrayList<>();
        List<String> library = new ArrayList<>();
        boolean hasUserFrame = false;
        for (String line : stack.lines().toList()) {
            Matcher frame = FRAME.matcher(line);
            if (COMMON.matcher(line).matches()) {
                // The frames below are those of the exception that this one caused.
                lines.addAll(library);
                library.clear();
            } else if (!frame.matches()) {
                library.clear();
                hasUserFrame = false;
                lines.add(line);
            } else if (LIBRARY.matcher(frame.group("name")).matches()
                    && !INTERNAL.matcher(frame.group("name")).matches()) {
                library.add(line);
            } else if (!INTERNAL.matcher(frame.group("name")).matches()) {
                if (hasUserFrame) {
                    lines.addAll(library);
                }
                library.clear();
                hasUserFrame = true;
                lines.add(line);
            } else if (frame.group("name").equals(CALLER)) {
                removeBridge(lines);
            }
        }
        return lines;
    }

    private static void removeBridge(List<String> lines) {
        int last = lines.size() - 1;
        if (last > 0 && method(lines.get(last)).equals(method(lines.get(last - 1)))) {
            lines.remove(last);
        }
    }

    private static String method(String frame) {
        return frame.substring(0, frame.indexOf('(') + 1);
    }
}
