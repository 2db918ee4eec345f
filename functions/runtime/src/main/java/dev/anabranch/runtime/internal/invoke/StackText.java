package dev.anabranch.runtime.internal.invoke;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The stack trace of an exception as text. */
public final class StackText {

    /**
     * The maximum length. A log event is limited to 256 KB, and the trace of a deep recursion is much longer.
     */
    private static final int MOST_CHARACTERS = 32_768;

    private StackText() {}

    /** Returns the stack trace with all causes, truncated to its beginning if it is very long. Never throws. */
    public static String of(Throwable thrown) {
        StringWriter text = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(text));
        } catch (Throwable hostile) { // its methods may be overridden by a task's exception
            text.append("\n\t... printStackTrace() threw ")
                    .append(hostile.getClass().getName());
        }
        return text.getBuffer().length() <= MOST_CHARACTERS
                ? text.toString()
                : text.getBuffer().substring(0, MOST_CHARACTERS) + "\n\t...";
    }
}
