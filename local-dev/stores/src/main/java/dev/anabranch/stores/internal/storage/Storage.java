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
 * <p>The file is written between changes, never during one. What a killed process leaves therefore contains each change (a transaction
 * over many items is one change) entirely or not at all.
 *
 * <p>Methods that read or change data throw {@link DamagedFile} if the part of the file that they need is damaged.
 */
public final class Storage implements AutoCloseable {

    /** When an acknowledged change is in the file. */
    public enum Sync {
        /**
         * Every {@value #CHANGES_PER_BATCH} changes (or 32 MB of them), on {@link #flush} and on close. The fastest mode; a killed process
         * loses the newest changes.
         */
        BATCHED,
        /** Before the change returns: survives a killed process, but not a power cut. Threads that write in parallel share one write. */
        WRITTEN,
        /** Before the change returns, and forced to the disk: survives a power cut as well. */
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

    /** Shared by threads that read or change maps; exclusive for writing the file and for changing the set of maps. */
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

    /** Keeps data in memory until the process ends. */
    public static Storage inMemory() {
        return new Storage(new MVStore.Builder().autoCommitDisabled().open(), Sync.BATCHED, null);
    }

    /**
     * Keeps data in a file, which is created if it is missing. One process at a time can open it.
     *
     * @throws IllegalStateException if the file is open in another process, or is no storage file
     * @throws DamagedFile if the file is not as it was written
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public static Storage file(Path file, Sync sync) {
        return file(file, sync, DiskFile.Opener.DISK);
    }

    static Storage file(Path file, Sync sync, DiskFile.Opener opener) {
        return file(file, sync, opener, FileMark.NO_FOLDER);
    }

    /** Opens a file of a data folder, with the id of the folder for a new file. */
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
        // Freed space may be reused immediately: with FORCED, what freed it is on the disk before anything is written
        // over it; the other modes do not guard against a power cut, and a killed process does not reorder its writes.
        store.setRetentionTime(0);
        return store;
    }

    /** The damage that made MVStore fail; empty if it failed for another reason. */
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

    /** Whether a killed process was writing the file. Its last changes, which it had not acknowledged, may be missing. */
    public boolean isTorn() {
        return sealed != null && sealed.isTorn();
    }

    /** The mark of the file. */
    FileMark mark() {
        return Objects.requireNonNull(sealed, "A storage in memory has no mark.")
                .mark();
    }

    /** Records from now on how many writes the other file of the folder has completed. */
    void follow(LongSupplier writes) throws IOException {
        Objects.requireNonNull(sealed, "A storage in memory has no mark.").follow(writes);
    }

    /** Whether the data is in memory only. */
    public boolean isInMemory() {
        return !inFile;
    }

    /** The reason why the disk currently refuses writes; empty while it accepts them. Changes and reads wait meanwhile. */
    public Optional<String> trouble() {
        return sealed == null ? Optional.empty() : sealed.trouble();
    }

    /** Returns whether the data is in a file. */
    public boolean isInFile() {
        return inFile;
    }

    /** The maps. Use them only inside {@link #read}, {@link #write} or {@link #restructure}. */
    public MVStore maps() {
        return store;
    }

    /**
     * Reads maps. When this returns, what was read is as durable as the {@link Sync} says, even if another thread has changed it and still
     * waits for its change to be written.
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
     * Makes one change to maps, and returns when it is as durable as the {@link Sync} says. This also holds if {@code change} throws: the
     * reason may be another thread's change, which must not be lost after it was seen.
     */
    public <T> T write(Supplier<T> change) {
        long number = 0;
        lock.readLock().lock();
        try {
            // Counted before another thread can see the change, so that a reader waits for it.
            number = changes.incrementAndGet();
            return checked(change);
        } finally {
            lock.readLock().unlock();
            settle(number);
        }
    }

    /** Makes a change as {@link #write} does, while no other thread reads or changes maps. Needed to create and remove maps. */
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
        // Inside another change of this thread, the outer one settles; waiting here would be a deadlock.
        if (!inFile || lock.getReadHoldCount() > 0 || lock.isWriteLockedByCurrentThread()) {
            return;
        }
        if (sync != Sync.BATCHED) {
            commitUpTo(change);
        } else if (change - committedChanges >= CHANGES_PER_BATCH || store.getUnsavedMemory() >= UNSAVED_BYTES) {
            commitUpTo(change);
        }
    }

    /** Writes all changes that were made before this call to the file, in every {@link Sync}. */
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
            // Every change that is counted by now was applied under the shared lock, which no thread holds here.
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

    /** Compaction reads old pages. It is left out when one of them is damaged, since no caller needs that page. */
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

    /** Writes all changes to the file, and closes it. A no-op if it is closed already. */
    @Override
    public void close() {
        if (sealed != null && sealed.trouble().isPresent()) {
            // A thread that writes holds the lock, and waits for a disk that may never have space again.
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

    /** Writes the changes without the cleaning of a normal close, which reads old pages. */
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
