package dev.anabranch.engine.journal;

import java.util.List;
import java.util.Set;

/**
 * Lists of records by key. A record that was added survives a killed process; it need not survive a power cut. Implementations are safe
 * for use by any number of threads. Callers that add to the same key keep the order themselves.
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

    /** Whether records are stored. If not, callers need not write any. */
    boolean keeps();

    /** Adds a record to the list of a key. */
    void append(String key, byte[] item);

    /** Replaces all records of a key with this one. */
    void replace(String key, byte[] item);

    /** Removes a key with all its records. A no-op if the key is missing. */
    void remove(String key);

    /** Returns the records of a key in the order in which they were added; empty if the key is missing. */
    List<byte[]> read(String key);

    /** Returns the keys that begin with a prefix, sorted. */
    Set<String> keys(String prefix);

    @Override
    void close();
}
