package dev.anabranch.engine.internal.thread;

import org.jspecify.annotations.Nullable;

/** The group of one thread that runs the code of users, and of the threads that this code starts. */
public final class UserThreads extends ThreadGroup {

    /** Makes a group. */
    public UserThreads(ThreadGroup parent, String name) {
        super(parent, name);
    }

    /** The group that a thread belongs to; null for a thread that no code of a user has started, and for one that has ended. */
    public static @Nullable UserThreads of(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        while (group != null && !(group instanceof UserThreads)) {
            group = group.getParent();
        }
        return (UserThreads) group;
    }
}
