package dev.anabranch.embedded.internal.local;

import dev.anabranch.engine.internal.thread.GuardedThread;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks regularly whether the disk accepts writes. It has its own thread, because all others may wait for the disk. */
final class DiskWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(GuardedThread.factory("anabranch-disk-"));
    private final Supplier<Optional<String>> trouble;
    private volatile Consumer<Optional<String>> listener;
    private final ScheduledFuture<?> looks;
    private int refusals;

    /**
     * Starts to look.
     *
     * @param trouble the reason why the disk refuses writes; empty if it accepts them
     * @param listener receives the reason at the second and each later look in a row that finds writes refused, and
     *     empty at the first look after that
     */
    DiskWatch(Supplier<Optional<String>> trouble, Consumer<Optional<String>> listener) {
        this.trouble = trouble;
        this.listener = listener;
        long interval = INTERVAL.toMillis();
        looks = thread.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Replaces the listener. */
    void report(Consumer<Optional<String>> next) {
        listener = next;
    }

    private void look() {
        Optional<String> reason = trouble.get();
        if (reason.isPresent()) {
            refusals++;
            if (refusals > 1) {
                listener.accept(reason);
            }
        } else if (refusals > 0) {
            if (refusals > 1) {
                listener.accept(Optional.empty());
            }
            refusals = 0;
        }
    }

    @Override
    public void close() {
        looks.cancel(false);
        thread.shutdownNow();
    }
}
