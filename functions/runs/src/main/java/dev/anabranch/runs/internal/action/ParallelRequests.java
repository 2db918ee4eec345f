package dev.anabranch.runs.internal.action;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Requests to a store, several under way at a time, whose answers are taken in the order of the requests. For whoever asks for every block of
 * a run: one after the other, those of a million actions take longer than API Gateway waits.
 */
public final class ParallelRequests<T> {

    /** Requests under way at a time. */
    static final int AHEAD = 16;

    private final Executor executor;
    private final Consumer<T> taker;
    private final Deque<CompletableFuture<T>> pending = new ArrayDeque<>();

    /**
     * None so far.
     *
     * @param taker takes the answers, on the thread that asks
     */
    public ParallelRequests(Executor executor, Consumer<T> taker) {
        this.executor = executor;
        this.taker = taker;
    }

    /** Makes a request, once there is room for it; throws what an earlier one has thrown. */
    public void add(Supplier<T> request) {
        if (pending.size() == AHEAD) {
            take();
        }
        pending.add(CompletableFuture.supplyAsync(request, executor));
    }

    /** Waits for all that are under way. */
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
