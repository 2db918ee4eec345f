package dev.anabranch.engine.internal.thread;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread whose interrupt flag and context class loader cannot be changed from a thread of {@link UserThreads},
 * unless both belong to the same group. Any code can enumerate and interrupt all threads of a process, and an interrupt
 * closes the file channel or the socket that the thread is using.
 */
public final class GuardedThread extends Thread {

    private final @Nullable UserThreads group;

    /** Creates a thread that belongs to {@code group}, independent of the group of the calling thread. */
    public GuardedThread(ThreadGroup group, Runnable job, String name) {
        super(group, job, name);
        this.group = group instanceof UserThreads users ? users : null;
        setDaemon(true);
    }

    /** Creates a thread with a context class loader, which inherits no thread-local variables of the calling thread. */
    public GuardedThread(ThreadGroup group, @Nullable ClassLoader loader, Runnable job, String name) {
        super(group, job, name, 0, false);
        this.group = group instanceof UserThreads users ? users : null;
        setDaemon(true);
        super.setContextClassLoader(loader);
    }

    /** Returns a factory for threads with numbered names in the group of the caller. */
    public static ThreadFactory factory(String prefix) {
        AtomicInteger number = new AtomicInteger();
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return job -> {
            GuardedThread thread = new GuardedThread(group, job, prefix + number.incrementAndGet());
            thread.load(loader);
            return thread;
        };
    }

    /** A no-op if the code of another user calls it. */
    @Override
    public void interrupt() {
        if (isAllowed()) {
            super.interrupt();
        }
    }

    /** A no-op if the code of another user calls it. */
    @Override
    public void setContextClassLoader(@Nullable ClassLoader loader) {
        if (isAllowed()) {
            super.setContextClassLoader(loader);
        }
    }

    private void load(@Nullable ClassLoader loader) {
        super.setContextClassLoader(loader);
    }

    private boolean isAllowed() {
        UserThreads caller = UserThreads.of(Thread.currentThread());
        return caller == null || caller == group;
    }
}
