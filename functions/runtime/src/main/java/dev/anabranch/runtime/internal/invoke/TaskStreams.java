package dev.anabranch.runtime.internal.invoke;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The standard output and standard error of the process while it runs tasks. What a task writes to them becomes lines
 * of its action's log: {@code INFO} for standard output, {@code WARNING} for standard error. Tasks cannot close them.
 */
public final class TaskStreams {

    private static volatile @Nullable TaskStreams installed;

    private final PrintStream out;
    private final PrintStream err;

    private TaskStreams(PrintStream out, PrintStream err) {
        this.out = new Stream(new Lines(System.Logger.Level.INFO, out));
        this.err = new Stream(new Lines(System.Logger.Level.WARNING, err));
    }

    /**
     * Replaces the standard streams of the process.
     *
     * @param out receives what threads that work for no action write to standard output
     * @param err receives what they write to standard error
     */
    public static void install(PrintStream out, PrintStream err) {
        installed = new TaskStreams(out, err);
        restore();
    }

    /** Ends the effect of {@link #install} on later actions; the caller replaces the streams. */
    static void forget() {
        installed = null;
    }

    /** Undoes a task's {@link System#setOut} or {@link System#setErr}. No-op if {@link #install} was not called. */
    static void restore() {
        TaskStreams streams = installed;
        if (streams != null && System.out != streams.out) {
            System.setOut(streams.out);
        }
        if (streams != null && System.err != streams.err) {
            System.setErr(streams.err);
        }
    }

    /** A print stream that only flushes when it is closed. */
    private static final class Stream extends PrintStream {
        Stream(OutputStream lines) {
            super(lines, true, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** Passes bytes to the log of the action that the calling thread works for. */
    private static final class Lines extends OutputStream {
        private final System.Logger.Level level;
        private final PrintStream otherwise;

        Lines(System.Logger.Level level, PrintStream otherwise) {
            this.level = level;
            this.otherwise = otherwise;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            AttemptLog log = AttemptLog.current();
            if (log == null) {
                otherwise.write(bytes, from, count);
            } else {
                log.print(level, bytes, from, count);
            }
        }

        @Override
        public void flush() {
            otherwise.flush();
        }
    }
}
