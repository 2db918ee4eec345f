package dev.anabranch.embedded.internal.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Blocks the calling thread for a duration of real time. */
public final class Sleeper {

    private Sleeper() {}

    /** Returns after that time, or earlier with the interrupt flag set if the thread is interrupted. */
    public static void sleep(Duration time) {
        try {
            boolean released = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
            assert !released : "the latch is never counted down";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
