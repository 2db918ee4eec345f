package dev.anabranch.embedded.internal.local;

import java.io.PrintStream;

/** The standard output and standard error of tasks: a print stream that tasks cannot close. */
public final class TaskPrintStream extends PrintStream {

    public TaskPrintStream(PrintStream target) {
        super(target, true);
    }

    /** Only flushes, because the process still needs the stream below. */
    @Override
    public void close() {
        flush();
    }
}
