package dev.anabranch.runtime.internal.fanin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs and returns their results in order. Some of the jobs that wait for the network run ahead of the reader. A
 * job never waits for another one, so an executor with any number of threads works, also one that runs each job
 * immediately. Not safe for use by several threads.
 */
public final class ReadAhead<T extends @Nullable Object> implements Iterator<T> {

    /** The maximum number of local jobs that wait for their turn. They run when they are read. */
    private static final int LOCAL_WINDOW = 64;

    private final Iterator<Job<T>> jobs;
    private final int window;
    private final Executor executor;
    private final Deque<Pending<T>> pending = new ArrayDeque<>();
    private int remote;

    /**
     * Creates an iterator over the results of jobs.
     *
     * @param window the maximum number of remote jobs in flight, at least 1
     */
    public ReadAhead(Iterator<Job<T>> jobs, int window, Executor executor) {
        this.jobs = jobs;
        this.window = window;
        this.executor = executor;
    }

    @Override
    public boolean hasNext() {
        fill();
        return !pending.isEmpty();
    }

    @Override
    public T next() {
        fill();
        Pending<T> next = pending.poll();
        if (next == null) {
            throw new NoSuchElementException("All results have been read.");
        }
        if (next.remote()) {
            remote--;
        }
        return next.value().get();
    }

    private void fill() {
        while (remote < window && pending.size() < LOCAL_WINDOW && jobs.hasNext()) {
            Job<T> job = jobs.next();
            if (job.remote()) {
                remote++;
                CompletableFuture<T> future = CompletableFuture.supplyAsync(job.work(), executor);
                pending.add(new Pending<>(true, () -> joined(future)));
            } else {
                pending.add(new Pending<>(false, job.work()));
            }
        }
    }

    private static <T extends @Nullable Object> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    private record Pending<T extends @Nullable Object>(boolean remote, Supplier<T> value) {}

    /**
     * A job.
     *
     * @param remote true if it waits for the network; it then runs on the executor, otherwise on the reader's thread
     */
    public record Job<T extends @Nullable Object>(boolean remote, Supplier<T> work) {

        public static <T extends @Nullable Object> Job<T> remote(Supplier<T> work) {
            return new Job<>(true, work);
        }

        static <T extends @Nullable Object> Job<T> local(Supplier<T> work) {
            return new Job<>(false, work);
        }
    }
}
