package dev.anabranch.stores.internal.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Runs jobs on the calling thread, one after the other. A job that a running job submits is queued. Not thread-safe.
 */
final class CallerThreadExecutor implements Executor {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    @Override
    public void execute(Runnable job) {
        waiting.add(job);
        if (busy) {
            return;
        }
        busy = true;
        try {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        } finally {
            busy = false;
        }
    }
}
