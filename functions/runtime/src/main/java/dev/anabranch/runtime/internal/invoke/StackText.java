package dev.anabranch.runtime.internal.invoke;

import java.io.PrintWriter;
import java.io.Writer;

/** The stack trace of an exception as text. */
public final class StackText {

    /** The maximum length. A log event is limited to 256 KB, and the trace of a deep recursion is much longer. */
    private static final int MOST_CHARACTERS = 32_768;

    private StackText() {}

    /** Returns the stack trace with all causes, truncated to its beginning if it is very long. Never throws. */
    public static String of(Throwable thrown) {
        Beginning text = new Beginning();
        try {
            thrown.printStackTrace(new PrintWriter(text));
        } catch (Full tooLong) {
            text.characters.append("\n\t...");
        } catch (Throwable hostile) { // its methods may be overridden by a task's exception
            text.characters
                    .append("\n\t... printStackTrace() threw ")
                    .append(hostile.getClass().getName());
        }
        return text.characters.toString();
    }

    /** Ends the printing, because an exception can return a new cause from each call without end. */
    private static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super(null, null, false, false);
        }
    }

    /** A writer that keeps the beginning of a text. */
    private static final class Beginning extends Writer {
        final StringBuilder characters = new StringBuilder();

        @Override
        public void write(char[] text, int from, int count) {
            int room = MOST_CHARACTERS - characters.length();
            characters.append(text, from, Math.min(room, count));
            if (count > room) {
                throw new Full();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
