package dev.anabranch.stores.internal.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Where the embedded stores keep their data: in memory, or in one file. One storage may serve several stores.
 *
 * <p>The file is only ever written between changes, never in the middle of one, so whatever a killed process leaves behind
 * holds each change (a transaction over many items is one) whole or not at all.
 */
public final class Storage implements AutoCloseable {

    /** When an acknowledged change is in the file. */
    public enum Sync {
        /**
         * Every {@value #CHANGES_PER_BATCH} changes (or 32 MB of them), on {@link #flush} and on close: fastest; a killed process loses the
         * newest changes.
         */
        BATCHED,
        /** Before the answer: survives a killed process, but not a power cut. Threads that write at once share one write. */
        WRITTEN,
        /** Before the answer, and forced to the disk: survives a power cut as well. */
        FORCED
    }

    private static final int CHANGES_PER_BATCH = 4096;
    private static final int UNSAVED_BYTES = 32 << 20;
    private static final int COMMITS_PER_COMPACTION = 2048;
    private static final int COMPACTION_FILL_PERCENT = 50;
    private static final int COMPACTION_BYTES = 8 << 20;

    private final MVStore store;
    private final Sync sync;
    private final @Nullable SealedFile sealed;
    private final boolean inFile;

    /** Shared by all who read or change maps; exclusive for writing the file and for changing the set of maps. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private final ReentrantLock commitLock = new ReentrantLock();
    private final AtomicLong changes = new AtomicLong();
    private volatile long committedChanges;
    private long commits;

    private Storage(MVStore store, Sync sync, @Nullable SealedFile sealed) {
        this.store = store;
        this.sync = sync;
        this.sealed = sealed;
        this.inFile = sealed != null;
    }

    /** Data that ends with the process. */
    public static Storage inMemory() {
        return new Storage(new MVStore.Builder().autoCommitDisabled().open(), Sync.BATCHED, null);
    }

    /**
     * Data in a file, which is created if absent, and which one process at a time can open.
     *
     * @throws IllegalStateException if the file is open in another process, or is not a storage file
     * @throws dev.anabranch.engine.journal.DamagedFile if the file is not as it was written
     */
    public static Storage file(Path file, Sync sync) {
        SealedFile sealed = null;
        boolean opened = false;
        try {
            sealed = SealedFile.open(Map.of("autoCommitDelay", 0), file);
            MVStore store = new MVStore.Builder()
                    .adoptFileStore(sealed)
                    .autoCommitDisabled()
                    .compress()
                    .open();
            store.setVersionsToKeep(0);
            // Freed space may be used again at once: with FORCED, what freed it is on the disk before anything is
            // written
            // over it; the other modes do not guard against a power cut, and a killed process does not reorder its
            // writes.
            store.setRetentionTime(0);
            opened = true;
            return new Storage(store, sync, sealed);
        } catch (IOException e) {
            throw new UncheckedIOException("The storage file " + file + " cannot be opened.", e);
        } catch (MVStoreException e) {
            throw new IllegalStateException(
                    "Cannot open the storage file " + file
                            + ": it must be free (one process at a time) and written by this program. "
                            + e.getMessage(),
                    e);
        } finally {
            if (!opened && sealed != null) {
                sealed.release();
            }
        }
    }

    /** True if a killed process was writing the file: the last changes, which it had not acknowledged, may be missing. */
    public boolean isTorn() {
        return sealed != null && sealed.isTorn();
    }

    /** Why the file cannot be written at the moment; empty while it can be. Changes wait meanwhile, and so do those who read. */
    public Optional<String> trouble() {
        return sealed == null ? Optional.empty() : sealed.trouble();
    }

    /** The maps themselves. Touch them only inside {@link #read}, {@link #write} or {@link #restructure}. */
    public MVStore maps() {
        return store;
    }

    /**
     * Reads maps. What is read is as durable as the {@link Sync} says when this returns: whoever has seen a change of somebody
     * else, who may still be waiting for it to be written, relies on it too.
     */
    public <T> T read(Supplier<T> reading) {
        long seen;
        T result;
        lock.readLock().lock();
        try {
            result = reading.get();
            seen = changes.get();
        } finally {
            lock.readLock().unlock();
        }
        if (sync != Sync.BATCHED) {
            settle(seen);
        }
        return result;
    }

    /**
     * Changes maps as one whole, and returns when the change is as durable as the {@link Sync} says. That holds also when
     * {@code change} throws, since the reason may be another caller's change that must not be lost after it was seen.
     */
    public <T> T write(Supplier<T> change) {
        long number = 0;
        lock.readLock().lock();
        try {
            // Before anybody can see it, so that a reader waits for it.
            number = changes.incrementAndGet();
            return change.get();
        } finally {
            lock.readLock().unlock();
            settle(number);
        }
    }

    /** As {@link #write}, with nobody else at work: for creating and removing maps. */
    public <T> T restructure(Supplier<T> change) {
        lock.writeLock().lock();
        try {
            return change.get();
        } finally {
            long number = changes.incrementAndGet();
            lock.writeLock().unlock();
            settle(number);
        }
    }

    private void settle(long change) {
        // Inside another change of this thread: the outer one settles, and waiting here would be waiting for itself.
        if (!inFile || lock.getReadHoldCount() > 0 || lock.isWriteLockedByCurrentThread()) {
            return;
        }
        if (sync != Sync.BATCHED) {
            commitUpTo(change);
        } else if (change - committedChanges >= CHANGES_PER_BATCH || store.getUnsavedMemory() >= UNSAVED_BYTES) {
            commitUpTo(change);
        }
    }

    /** Writes everything that was changed before this call, whatever the {@link Sync}. */
    public void flush() {
        if (inFile) {
            commitUpTo(changes.get());
        }
    }

    private void commitUpTo(long change) {
        if (committedChanges >= change) {
            return;
        }
        commitLock.lock();
        try {
            if (committedChanges < change) {
                commit();
            }
        } finally {
            commitLock.unlock();
        }
    }

    private void commit() {
        lock.writeLock().lock();
        try {
            // Every change counted by now was applied under the shared lock, which nobody holds here.
            long upTo = changes.get();
            store.commit();
            if (sync == Sync.FORCED) {
                store.sync();
            }
            if (++commits % COMMITS_PER_COMPACTION == 0) {
                store.compact(COMPACTION_FILL_PERCENT, COMPACTION_BYTES);
            }
            committedChanges = upTo;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Writes what is not written yet, and frees the file. Harmless when repeated. */
    @Override
    public void close() {
        if (sealed != null && sealed.trouble().isPresent()) {
            // Whoever writes holds the lock, and waits for a disk that may never have room again.
            sealed.release();
        }
        lock.writeLock().lock();
        try {
            store.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
