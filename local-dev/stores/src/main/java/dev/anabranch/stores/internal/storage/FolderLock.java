package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.journal.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock of a folder, held by one process. The operating system releases it when the process ends for any
 * reason.
 */
final class FolderLock implements AutoCloseable {

    /**
     * The identities of the files that this process has locked. Such a file is not opened again: on POSIX systems, a
     * process loses its lock of a file when it closes any channel of it
     * (https://pubs.opengroup.org/onlinepubs/9799919799/functions/fcntl.html).
     */
    private static final Set<Object> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;
    private final @Nullable Object identity;

    private FolderLock(Path file, FileChannel channel, @Nullable Object identity) {
        this.file = file;
        this.channel = channel;
        this.identity = identity;
    }

    /** Locks a file, and creates it if it is missing. Returns empty if this or another process holds the lock. */
    static Optional<FolderLock> tryLock(Path file) throws IOException {
        synchronized (HELD) {
            if (Files.exists(file) && HELD.contains(identity(file))) {
                return Optional.empty();
            }
            Optional<FolderLock> lock = lock(file);
            lock.map(held -> held.identity).ifPresent(HELD::add);
            return lock;
        }
    }

    /** Returns what identifies a file after it was renamed; null if the file system has no such identity. */
    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static Optional<FolderLock> lock(Path file) throws IOException {
        DiskFile.createForOwner(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            locked = lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            // This call has not locked the file.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(new FolderLock(file, channel, identity(file))) : Optional.empty();
    }

    /** Releases the lock. */
    @Override
    public void close() {
        synchronized (HELD) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("The lock `" + file + "` cannot be released.", e);
            } finally {
                HELD.remove(identity);
            }
        }
    }
}
