package dev.anabranch.embedded.internal.cloud;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs jobs one after the other, in the order of their arrival, on the threads of another executor. */
final class SerialExecutor implements Executor {

    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable job) {
        waiting.add(job);
        if (!running) {
            startNext();
        }
    }

    private void startNext() {
        Runnable job = waiting.poll();
        running = job != null;
        if (job != null) {
            threads.execute(() -> {
                try {
                    job.run();
                } finally {
                    ended();
                }
            });
        }
    }

    private synchronized void ended() {
        startNext();
    }
}
