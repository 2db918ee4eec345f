package dev.anabranch.cli;

import java.io.PrintStream;

/** What tasks print to: passes everything on, except that it is to be closed. */
final class TaskPrintStream extends PrintStream {

    TaskPrintStream(PrintStream target) {
        super(target, true);
    }

    /** Only flushes: what is beneath is not the task's. */
    @Override
    public void close() {
        flush();
    }
}
