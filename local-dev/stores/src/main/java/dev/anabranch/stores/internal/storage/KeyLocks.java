package dev.anabranch.stores.internal.storage;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** A lock for each key, of a fixed number that keys share. */
public final class KeyLocks {

    private static final int COUNT = 256;
    private static final int SPREAD = 0x9E3779B9;
    private static final int SHIFT = 24;

    /** Locks with an order among all tables, so that transactions take several without a deadlock. */
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

    /** Separate locks, which come after all made before in the order. */
    public KeyLocks() {
        Arrays.setAll(locks, i -> new Ranked());
    }

    /** The lock of this key, and of some others. */
    public Ranked of(byte[] key) {
        return locks[(Arrays.hashCode(key) * SPREAD) >>> SHIFT];
    }
}
