package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.engine.internal.thread.UserThreads;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a function and the threads that work for it. After it has ended, by an answer or a timeout, all
 * calls of these threads to the stores are refused.
 */
final class FunctionCall {

    private static final ThreadLocal<@Nullable FunctionCall> CURRENT = new ThreadLocal<>();

    private final String function;
    private final String executionArn;
    private final Set<Thread> threads = new HashSet<>();
    private boolean ended;

    /**
     * Creates an invocation.
     *
     * @param function the name of the function
     * @param executionArn the execution that invokes it
     */
    FunctionCall(String function, String executionArn) {
        this.function = function;
        this.executionArn = executionArn;
    }

    /** Runs work of the invocation on the calling thread. Does nothing if the invocation has ended. */
    void run(Runnable work) {
        Thread thread = Thread.currentThread();
        synchronized (this) {
            if (ended) {
                return;
            }
            threads.add(thread);
        }
        CURRENT.set(this);
        try {
            work.run();
        } finally {
            CURRENT.remove();
            synchronized (this) {
                threads.remove(thread);
            }
            Thread.interrupted(); // The interrupt was meant for this invocation, not for the next one on the thread.
        }
    }

    /** Returns an executor whose threads work for the invocation of the thread that submits the work. */
    static Executor helpers(Executor threads) {
        return job -> {
            FunctionCall call = CURRENT.get();
            threads.execute(call == null ? job : () -> call.run(job));
        };
    }

    /**
     * Throws if the calling thread works for an invocation that has ended.
     *
     * @throws IllegalStateException if it does
     */
    static void checkCurrent() {
        FunctionCall call = CURRENT.get();
        if (call != null && call.hasEnded()) {
            throw new IllegalStateException("The invocation has ended: " + call + ".");
        }
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Ends the invocation; returns false if it had already ended. */
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Interrupts the threads that still work for the invocation. */
    synchronized void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** Returns the threads that still work for the invocation. */
    synchronized Set<Thread> threads() {
        return Set.copyOf(threads);
    }

    /** Returns whether one of the invocation's threads is, or has started, this thread. */
    boolean hasStarted(Thread thread) {
        UserThreads group = UserThreads.of(thread);
        return threads().stream().anyMatch(own -> own == thread || (group != null && UserThreads.of(own) == group));
    }

    /** Returns a description of the invocation for messages. */
    @Override
    public String toString() {
        return "function `" + function + "` of " + executionArn;
    }
}
