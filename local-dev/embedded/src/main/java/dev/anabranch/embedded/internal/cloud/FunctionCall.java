package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.engine.internal.thread.UserThreads;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a function and the threads that work for it. Once it has ended, because it has answered or because its time is up,
 * these threads are refused everything that they ask of the stores.
 */
final class FunctionCall {

    private static final ThreadLocal<@Nullable FunctionCall> CURRENT = new ThreadLocal<>();

    private final String name;
    private final Set<Thread> threads = new HashSet<>();
    private boolean ended;

    /** @param name which invocation this is, for people */
    FunctionCall(String name) {
        this.name = name;
    }

    /** Does part of the work on the calling thread, unless the invocation has ended. */
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
            Thread.interrupted(); // Meant for this invocation, and not for the next one.
        }
    }

    /** Threads that do part of the work of the invocation that asks for them. */
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
            throw new IllegalStateException("The invocation has ended: " + call.name + ".");
        }
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Ends the invocation; false if it had ended already. */
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Interrupts the threads that still work for it. */
    synchronized void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** The threads that still work for it. */
    synchronized Set<Thread> threads() {
        return Set.copyOf(threads);
    }

    /** Whether one of its threads has started a thread, or is that thread. */
    boolean hasStarted(Thread thread) {
        UserThreads group = UserThreads.of(thread);
        return threads().stream().anyMatch(own -> own == thread || (group != null && UserThreads.of(own) == group));
    }

    @Override
    public String toString() {
        return name;
    }
}
