package dev.anabranch.runtime.internal.invoke;

import java.time.Duration;

/** Runs jobs later. */
@FunctionalInterface
public interface JobTimer {

    /** Runs no job. */
    JobTimer NONE = (delay, job) -> () -> {};

    /**
     * Runs a job once after a delay, in a thread that the job may block.
     *
     * @return cancels the job if it has not begun
     */
    Runnable schedule(Duration delay, Runnable job);
}
