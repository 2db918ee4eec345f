package dev.anabranch.runtime.internal.invoke;

/** Where the lines of actions go. Called from several threads. */
@FunctionalInterface
public interface LogSink {

    /** Takes a line; never throws. */
    void write(LogLine line);
}
