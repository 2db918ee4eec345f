package dev.anabranch.embedded.internal.local;

import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.engine.internal.thread.UserThreads;
import java.time.Duration;
import java.util.Deque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of functions, which grow to one for each invocation in flight; idle threads end after 30 to 60 seconds. At most
 * as many threads as there are processors are being woken up for waiting jobs, and each of them wakes up another one
 * before it runs its job. So a job begins immediately if a processor is idle. Otherwise threads that already run do
 * short jobs one after the other, which saves most wake-ups, and the scheduler of the operating system decides when a
 * further thread begins. A job therefore never waits for another one that waits or computes.
 *
 * <p>These are not virtual threads: tasks that compute, or never return, would occupy the carrier threads and block all
 * other tasks.
 */
final class FunctionThreads implements Executor, AutoCloseable {

    private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();

    /** How often an idle thread parks: one time may end immediately, because of a wake-up that came before it parked. */
    private static final int PARKS = 2;

    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();
    private final Set<Worker> all = ConcurrentHashMap.newKeySet();
    private final Semaphore waking = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final ThreadFactory factory;
    private volatile boolean closed;

    FunctionThreads() {
        this(threadsLike(Thread.currentThread()));
    }

    /** Creates threads by a factory, which may throw {@link OutOfMemoryError}. */
    FunctionThreads(ThreadFactory factory) {
        this.factory = factory;
    }

    /** Returns a factory of threads with the group and the class loader of a thread. */
    private static ThreadFactory threadsLike(Thread creator) {
        AtomicInteger number = new AtomicInteger();
        ThreadGroup group = creator.getThreadGroup();
        ClassLoader loader = creator.getContextClassLoader();
        return worker -> {
            String name = "anabranch-function-" + number.incrementAndGet();
            return new GuardedThread(new UserThreads(group, name), loader, worker, name);
        };
    }

    @Override
    public void execute(Runnable job) {
        if (closed) {
            throw new RejectedExecutionException("The embedded cloud is closed.");
        }
        jobs.add(job);
        try {
            wakeOne();
        } catch (OutOfMemoryError noThread) {
            if (jobs.remove(job)) {
                throw noThread;
            }
        }
    }

    /**
     * Wakes up a thread for waiting jobs, unless enough of them are being woken up.
     *
     * @throws OutOfMemoryError if no thread is idle and none can be created
     */
    private void wakeOne() {
        if (!waking.tryAcquire()) {
            return;
        }
        Worker sleeping = idle.poll();
        if (sleeping != null) {
            sleeping.wake();
            return;
        }
        boolean started = false;
        Worker created = null;
        try {
            created = new Worker();
            all.add(created);
            created.thread.start();
            started = true;
        } finally {
            if (!started) {
                waking.release();
                if (created != null) {
                    all.remove(created);
                }
            }
        }
    }

    private final class Worker implements Runnable {
        private final Thread thread;
        private volatile boolean woken = true;

        Worker() {
            thread = factory.newThread(this);
        }

        void wake() {
            woken = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            boolean returned = false;
            try {
                while (awake()) {
                    Runnable job = jobs.poll();
                    if (woken) {
                        woken = false;
                        waking.release();
                    }
                    if (!jobs.isEmpty()) {
                        tryWakeOne();
                    }
                    if (job != null) {
                        job.run();
                    }
                }
                returned = true;
            } finally {
                all.remove(this);
                if (!returned && !jobs.isEmpty()) {
                    tryWakeOne();
                }
            }
        }

        /** Returns once a job may wait, or false after a long time without jobs. */
        private boolean awake() {
            if (woken || !jobs.isEmpty()) {
                return !closed;
            }
            idle.push(this);
            if (!jobs.isEmpty()) {
                tryWakeOne();
            }
            for (int parked = 0; !woken; parked++) {
                if (closed || (parked >= PARKS && idle.remove(this))) {
                    return false;
                }
                LockSupport.parkNanos(FunctionThreads.this, IDLE_NANOS);
                Thread.interrupted();
            }
            return !closed;
        }

        /** The jobs wait for the threads that exist if no further one can be created. */
        private void tryWakeOne() {
            try {
                wakeOne();
            } catch (OutOfMemoryError noThread) {
                // Thrown on, it would end this thread too.
            }
        }
    }

    /** Interrupts the running jobs and drops the waiting ones. Does not wait for them. */
    @Override
    public void close() {
        closed = true;
        jobs.clear();
        all.forEach(worker -> worker.thread.interrupt());
    }
}
