package dev.anabranch.cloud.dynamodb;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** A lock for each key, of a fixed number that keys share. */
final class KeyLocks {

    private static final int COUNT = 256;
    private static final int SPREAD = 0x9E3779B9;
    private static final int SHIFT = 24;

    /** Locks with an order among all tables, so that transactions take several without a deadlock. */
    static final class Ranked extends ReentrantLock implements Comparable<Ranked> {
        private static final java.util.concurrent.atomic.AtomicLong RANKS =
                new java.util.concurrent.atomic.AtomicLong();
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

    KeyLocks() {
        Arrays.setAll(locks, i -> new Ranked());
    }

    Ranked of(byte[] key) {
        return locks[(Arrays.hashCode(key) * SPREAD) >>> SHIFT];
    }
}
