package dev.anabranch.engine.internal.thread;

import org.jspecify.annotations.Nullable;

/** The thread group of one thread that runs user code, and of the threads that this code starts. */
public final class UserThreads extends ThreadGroup {

    /** Creates a group. */
    public UserThreads(ThreadGroup parent, String name) {
        super(parent, name);
    }

    /** Returns the group of a thread; null if no user code has started the thread, or it has ended. */
    public static @Nullable UserThreads of(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        while (group != null && !(group instanceof UserThreads)) {
            group = group.getParent();
        }
        return (UserThreads) group;
    }
}
