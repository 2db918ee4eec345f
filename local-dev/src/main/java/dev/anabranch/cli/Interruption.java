package dev.anabranch.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, or whatever else asks the process to end: lets a command that serves give back what it holds before the process is gone. */
final class Interruption {

    /** How long a process that was asked to end may take to give back what it holds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch handled = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "anabranch-shutdown");

    private Interruption() {}

    /** The one of this process. */
    static Interruption ofTheProcess() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void askAndWait() {
        asked.countDown();
        boolean waiting = true;
        while (waiting) {
            try {
                // A full disk, or a heap that is too small, may keep the command from ever giving anything back.
                boolean unused = handled.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                waiting = false;
            } catch (InterruptedException ignored) {
                // The process ends when everything is given back, or when the time is up.
            }
        }
    }

    /** Waits until the process, or this thread, is asked to end. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            asked.countDown();
        }
    }

    /** True when the process was asked to end. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Everything is given back. */
    void handled() {
        handled.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook is what asked.
        }
    }
}
