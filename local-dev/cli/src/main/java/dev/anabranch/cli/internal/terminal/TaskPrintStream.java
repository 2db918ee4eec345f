package dev.anabranch.cli.internal.terminal;

import java.io.PrintStream;

/** What tasks print to: passes everything on, except that it is to be closed. */
public final class TaskPrintStream extends PrintStream {

    public TaskPrintStream(PrintStream target) {
        super(target, true);
    }

    /** Only flushes: what is beneath is not the task's. */
    @Override
    public void close() {
        flush();
    }
}
