package dev.anabranch.runtime.internal.invoke;

/** The destination of actions' log lines. Implementations must be thread-safe. */
@FunctionalInterface
public interface LogSink {

    /** Writes a line; never throws. */
    void write(LogLine line);
}
