package dev.anabranch.embedded.internal.billing;

import java.time.Duration;

/** Told of every invocation of a function in this process. Called on the thread of the invocation: be quick. */
@FunctionalInterface
public interface FunctionMeter {

    /** Counts nothing. */
    FunctionMeter NONE = (memoryMb, took) -> {};

    /**
     * An invocation ended, however it did.
     *
     * @param memoryMb what the function is configured with, in MB
     * @param took how long it ran here
     */
    void invoked(int memoryMb, Duration took);
}
