package dev.anabranch.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
final class Pause {

    private Pause() {}

    /** That long, or until the thread is interrupted. */
    static void last(Duration time) {
        try {
            boolean ended = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
            assert !ended : "nobody counts down";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
