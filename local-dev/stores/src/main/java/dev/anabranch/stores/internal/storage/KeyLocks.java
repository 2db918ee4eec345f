package dev.anabranch.stores.internal.storage;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** A fixed number of locks for any number of keys. Several keys share a lock. */
public final class KeyLocks {

    private static final int COUNT = 256;
    private static final int SPREAD = 0x9E3779B9;
    private static final int SHIFT = 24;

    /**
     * A lock with a rank. Ranks order the locks of all tables, so that transactions can lock several keys without a
     * deadlock.
     */
    public static final class Ranked extends ReentrantLock implements Comparable<Ranked> {
        private static final AtomicLong RANKS = new AtomicLong();
        private final transient long rank = RANKS.incrementAndGet();

        @Override
        public int compareTo(Ranked other) {
            return Long.compare(rank, other.rank);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(rank);
        }
    }

    private final Ranked[] locks = new Ranked[COUNT];

    /** Creates locks that rank after all existing ones. */
    public KeyLocks() {
        Arrays.setAll(locks, i -> new Ranked());
    }

    /** Returns the lock of a key. Other keys may share it. */
    public Ranked of(byte[] key) {
        return locks[(Arrays.hashCode(key) * SPREAD) >>> SHIFT];
    }
}
