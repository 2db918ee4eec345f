package dev.anabranch.runs.internal.action;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes requests to a store in parallel and processes the responses in the order of the requests. Reading every block
 * of a run sequentially would exceed API Gateway's timeout for a million actions. Not safe for use by several threads.
 */
public final class ParallelRequests<T> {

    /** The maximum number of requests in flight. */
    static final int AHEAD = 16;

    private final Executor executor;
    private final Consumer<T> taker;
    private final Deque<CompletableFuture<T>> pending = new ArrayDeque<>();

    /**
     * Creates an instance without requests.
     *
     * @param taker processes the responses, on the thread that calls this class
     */
    public ParallelRequests(Executor executor, Consumer<T> taker) {
        this.executor = executor;
        this.taker = taker;
    }

    /** Makes a request, after waiting for room; throws what an earlier request threw. */
    public void add(Supplier<T> request) {
        if (pending.size() == AHEAD) {
            take();
        }
        pending.add(CompletableFuture.supplyAsync(request, executor));
    }

    /** Waits for all requests. */
    public void finish() {
        while (!pending.isEmpty()) {
            take();
        }
    }

    private void take() {
        T answer;
        try {
            answer = pending.remove().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        taker.accept(answer);
    }
}
