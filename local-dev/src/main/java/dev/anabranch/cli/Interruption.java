package dev.anabranch.cli;

import java.util.concurrent.CountDownLatch;

/** Ctrl-C, or whatever else asks the process to end: lets a command that serves give back what it holds before the process is gone. */
final class Interruption {

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
                handled.await();
                waiting = false;
            } catch (InterruptedException ignored) {
                // The process ends when everything is given back, and not before.
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
