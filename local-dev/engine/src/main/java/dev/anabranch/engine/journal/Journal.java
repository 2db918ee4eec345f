package dev.anabranch.engine.journal;

import java.util.List;
import java.util.Set;

/**
 * Lists of records by key. An added record survives a killed process. It need not survive a power failure.
 * Implementations are thread-safe. Callers that add to the same key must order their calls.
 */
public interface Journal extends AutoCloseable {

    /** A journal that stores nothing. */
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

    /** Returns true if records are stored. If not, callers can skip writing. */
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
