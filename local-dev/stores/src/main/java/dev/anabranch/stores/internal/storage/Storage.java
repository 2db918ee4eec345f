package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.engine.journal.FileMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The data of the embedded stores, in memory or in one file. Several stores can share a storage.
 *
 * <p>The file is written between changes, never during one. After a process was killed, the file therefore contains
 * each change completely or not at all. A transaction over many items is one change.
 *
 * <p>Methods that read or change data throw {@link DamagedFile} if the required part of the file is damaged.
 */
public final class Storage implements AutoCloseable {

    /** When acknowledged changes are written to the file. */
    public enum Sync {
        /**
         * Writes after {@value #CHANGES_PER_BATCH} changes or 32 MB of them, on {@link #flush} and on close. The
         * fastest mode. A killed process loses the newest changes.
         */
        BATCHED,
        /**
         * Writes before the change returns. Survives a killed process, but not a power failure. Concurrent changes
         * share one write.
         */
        WRITTEN,
        /** Writes and forces to the disk before the change returns. Also survives a power failure. */
        FORCED
    }

    private static final int CHANGES_PER_BATCH = 4096;
    private static final int UNSAVED_BYTES = 32 << 20;
    private static final int COMMITS_PER_COMPACTION = 2048;
    private static final int COMPACTION_FILL_PERCENT = 50;
    private static final int COMPACTION_BYTES = 8 << 20;

    private final MVStore store;
    private volatile Sync sync;
    private final @Nullable SealedFile sealed;
    private final boolean inFile;

    /** Shared by threads that read or change maps. Exclusive for writing the file and for changing the set of maps. */
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

    /** Returns a storage in memory, which ends with the process. */
    public static Storage inMemory() {
        return new Storage(new MVStore.Builder().autoCommitDisabled().open(), Sync.BATCHED, null);
    }

    /**
     * Opens a storage in a file, and creates the file if it is missing. One process at a time can open it.
     *
     * @throws IllegalStateException if the file is open in another process, or is not a storage file
     * @throws DamagedFile if the file is damaged
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public static Storage file(Path file, Sync sync) {
        return file(file, sync, DiskFile.Opener.DISK);
    }

    static Storage file(Path file, Sync sync, DiskFile.Opener opener) {
        return file(file, sync, opener, FileMark.NO_FOLDER);
    }

    /**
     * Opens a file of a data folder.
     *
     * @param folder the id of the folder, for a new file
     */
    static Storage file(Path file, Sync sync, DiskFile.Opener opener, UUID folder) {
        SealedFile sealed = null;
        boolean opened = false;
        try {
            sealed = SealedFile.open(Map.of("autoCommitDelay", 0), file, opener, folder);
            Storage storage = new Storage(maps(sealed), sync, sealed);
            sealed.retryRefusedWrites();
            opened = true;
            return storage;
        } catch (IOException e) {
            throw new UncheckedIOException("The storage file `" + file + "` cannot be opened: " + e.getMessage(), e);
        } catch (MVStoreException e) {
            DamagedFile found = sealed == null ? null : sealed.damage();
            throw Optional.<RuntimeException>ofNullable(found)
                    .or(() -> damage(e))
                    .orElseGet(() -> new IllegalStateException(
                            "Cannot open the storage file " + file
                                    + ": it must be free (one process at a time) and written by this program. "
                                    + e.getMessage(),
                            e));
        } finally {
            if (!opened && sealed != null) {
                sealed.abandon();
            }
        }
    }

    private static MVStore maps(SealedFile sealed) {
        MVStore store = new MVStore.Builder()
                .adoptFileStore(sealed)
                .autoCommitDisabled()
                .compress()
                .open();
        DamagedFile damage = sealed.damage();
        if (damage != null) {
            // MVStore opens an older state if it cannot read the newest one.
            throw damage;
        }
        store.setVersionsToKeep(0);
        // Allows immediate reuse of freed space. With FORCED, the change that freed it is on the disk before the space
        // is overwritten. The other modes do not protect against a power failure, and a killed process does not reorder
        // its writes.
        store.setRetentionTime(0);
        return store;
    }

    /** Returns the damage that made MVStore fail; empty if it failed for another reason. */
    private static Optional<RuntimeException> damage(MVStoreException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedFile damage) {
                return Optional.of(damage);
            }
        }
        return Optional.empty();
    }

    private static <T> T checked(Supplier<T> access) {
        try {
            return access.get();
        } catch (MVStoreException e) {
            throw damage(e).orElse(e);
        }
    }

    /**
     * Returns true if a killed process was writing the file. Its last changes, which it had not acknowledged, may be
     * missing.
     */
    public boolean isTorn() {
        return sealed != null && sealed.isTorn();
    }

    /** Returns the mark of the file. */
    FileMark mark() {
        return Objects.requireNonNull(sealed, "A storage in memory has no mark.")
                .mark();
    }

    /** Records the number of completed writes of the other file of the folder from now on. */
    void follow(LongSupplier writes) throws IOException {
        Objects.requireNonNull(sealed, "A storage in memory has no mark.").follow(writes);
    }

    /** Returns true if the data is only in memory. */
    public boolean isInMemory() {
        return !inFile;
    }

    /**
     * Returns the reason why the disk currently refuses writes; empty while it accepts them. Changes and reads wait
     * meanwhile.
     */
    public Optional<String> trouble() {
        return sealed == null ? Optional.empty() : sealed.trouble();
    }

    /** Returns true if the data is in a file. */
    public boolean isInFile() {
        return inFile;
    }

    /** Returns the maps. Use them only inside {@link #read}, {@link #write} or {@link #restructure}. */
    public MVStore maps() {
        return store;
    }

    /**
     * Reads maps. When this method returns, the data that was read is as durable as {@link Sync} defines, even if
     * another thread has changed it and is still waiting for its write.
     */
    public <T> T read(Supplier<T> reading) {
        long seen;
        T result;
        lock.readLock().lock();
        try {
            result = checked(reading);
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
     * Makes one change to maps. When this method returns, the change is as durable as {@link Sync} defines. If
     * {@code change} throws, this also applies to the changes of other threads that it has read.
     */
    public <T> T write(Supplier<T> change) {
        long number = 0;
        lock.readLock().lock();
        try {
            // The change is counted before another thread can see it, so that a reader waits for it.
            number = changes.incrementAndGet();
            return checked(change);
        } finally {
            lock.readLock().unlock();
            settle(number);
        }
    }

    /**
     * Makes a change like {@link #write}, while no other thread reads or changes maps. Required to create and remove
     * maps.
     */
    public <T> T restructure(Supplier<T> change) {
        lock.writeLock().lock();
        try {
            return checked(change);
        } finally {
            long number = changes.incrementAndGet();
            lock.writeLock().unlock();
            settle(number);
        }
    }

    private void settle(long change) {
        // Inside another change of this thread, the outer change waits for the write. Waiting here would be a deadlock.
        if (!inFile || lock.getReadHoldCount() > 0 || lock.isWriteLockedByCurrentThread()) {
            return;
        }
        if (sync != Sync.BATCHED) {
            commitUpTo(change);
        } else if (change - committedChanges >= CHANGES_PER_BATCH || store.getUnsavedMemory() >= UNSAVED_BYTES) {
            commitUpTo(change);
        }
    }

    /**
     * Writes changes before they return from now on. Another process uses this storage through this one, and what was
     * acknowledged to it must survive if this process is killed. Changes nothing with {@link Sync#FORCED}.
     */
    public void writeThrough() {
        if (sync == Sync.BATCHED) {
            sync = Sync.WRITTEN;
            flush();
        }
    }

    /** Writes all changes before this call to the file, in every {@link Sync} mode. */
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
            // All counted changes are complete, because each was made under the shared lock, which no thread holds
            // here.
            long upTo = changes.get();
            store.commit();
            if (sync == Sync.FORCED) {
                store.sync();
            }
            committedChanges = upTo;
            if (++commits % COMMITS_PER_COMPACTION == 0) {
                compact();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Compacts the file, which reads old pages. Does nothing if one of them is damaged, because no caller needs that
     * page.
     */
    private void compact() {
        if (sealed != null && sealed.damage() != null) {
            return;
        }
        try {
            store.compact(COMPACTION_FILL_PERCENT, COMPACTION_BYTES);
        } catch (MVStoreException e) {
            if (sealed == null || sealed.damage() == null) {
                throw e;
            }
        }
    }

    /** Writes all changes to the file and closes it. A no-op if it is closed. */
    @Override
    public void close() {
        if (sealed != null && sealed.trouble().isPresent()) {
            // A writing thread holds the lock while it waits for space on the disk.
            sealed.release();
        }
        lock.writeLock().lock();
        try {
            if (sealed == null || sealed.damage() == null) {
                store.close();
            } else {
                closeDamaged();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Writes the changes without the cleanup of a normal close, which reads old pages. */
    private void closeDamaged() {
        try {
            if (!store.isClosed()) {
                store.commit();
            }
        } finally {
            store.closeImmediately();
            Objects.requireNonNull(sealed).release();
        }
    }
}
