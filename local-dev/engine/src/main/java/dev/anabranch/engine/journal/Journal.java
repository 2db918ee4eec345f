package dev.anabranch.engine.journal;

import java.util.List;
import java.util.Set;

/**
 * Lists of records by key. A record that was added is there after the process was killed; it need not survive a power cut.
 * Implementations may be used by any thread; whoever adds to one key takes care of the order.
 */
public interface Journal extends AutoCloseable {

    /** A journal that keeps nothing. */
    Journal NONE = new Journal() {
        @Override
        public boolean keeps() {
            return false;
        }

        @Override
        public void append(String key, byte[] item) {}

        @Override
        public void replace(String key, byte[] item) {}

        @Override
        public void remove(String key) {}

        @Override
        public List<byte[]> read(String key) {
            return List.of();
        }

        @Override
        public Set<String> keys(String prefix) {
            return Set.of();
        }

        @Override
        public void close() {}
    };

    /** Whether it keeps what it is given; where it does not, nobody needs to write records. */
    boolean keeps();

    /** Adds a record to the list of a key. */
    void append(String key, byte[] item);

    /** Makes this the only record of a key. */
    void replace(String key, byte[] item);

    /** Removes a key with all its records; does nothing if there is none. */
    void remove(String key);

    /** The records of a key in their order; none if there is no such key. */
    List<byte[]> read(String key);

    /** The keys that begin so, sorted. */
    Set<String> keys(String prefix);

    @Override
    void close();
}
