package dev.anabranch.cli.internal.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
public final class Sleeper {

    private Sleeper() {}

    /** That long, or until the thread is interrupted. */
    public static void last(Duration time) {
        try {
            boolean ended = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
            assert !ended : "nobody counts down";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
