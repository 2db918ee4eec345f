package dev.anabranch.embedded.internal.billing;

import java.time.Duration;

/**
 * Receives every invocation of a function in this process, on the thread of the invocation. Implementations must return
 * quickly.
 */
@FunctionalInterface
public interface FunctionMeter {

    /** Counts nothing. */
    FunctionMeter NONE = (memoryMb, took) -> {};

    /**
     * Called when an invocation has ended, with or without an error.
     *
     * @param memoryMb the configured memory of the function, in MB
     * @param took how long the invocation ran in this process
     */
    void invoked(int memoryMb, Duration took);
}
