package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.journal.DamagedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which an embedded cloud keeps what must outlive its process. One process at a time holds it. This class alone knows
 * which file has what.
 */
public final class DataFolder implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String STORES = "stores.mv";
    private static final String RUNNING = "running";
    private static final String REQUESTS = "requests";
    private static final String EXECUTIONS = "executions.journal";

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;
    private final Storage storage;

    private DataFolder(Path folder, FileChannel channel, FileLock lock, Storage.Sync sync) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
        this.storage = Storage.file(folder.resolve(STORES), sync);
    }

    /**
     * Opens a folder, which is created if absent; what is acknowledged survives a killed process.
     *
     * @throws DataFolderUnavailable if another process holds it, or it cannot be written; the message is for people
     */
    public static DataFolder open(Path folder) {
        return open(folder, Storage.Sync.WRITTEN);
    }

    /**
     * Opens a folder, which is created if absent.
     *
     * @throws DataFolderUnavailable if another process holds it, or it cannot be written; the message is for people
     */
    public static DataFolder open(Path folder, Storage.Sync sync) {
        FileChannel channel = null;
        try {
            createForOwner(folder);
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                throw new DataFolderUnavailable(
                        "The data folder `" + folder + "` is held by another process of Anabranch" + remedy(folder));
            }
            return opened(folder, channel, lock, sync);
        } catch (IOException e) {
            throw new DataFolderUnavailable(
                    "The data folder `" + folder + "` cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** What runs are given and return is nobody else's: only the owner can read it. A folder that exists keeps its permissions. */
    private static void createForOwner(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** True where another process, or this one, holds a folder; false where it does not exist. */
    public static boolean isHeld(Path folder) {
        if (!Files.exists(folder.resolve(LOCK))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            return lock == null;
        } catch (IOException e) {
            throw new DataFolderUnavailable(
                    "The data folder `" + folder + "` cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private static DataFolder opened(Path folder, FileChannel channel, FileLock lock, Storage.Sync sync)
            throws IOException {
        try {
            return new DataFolder(folder, channel, lock, sync);
        } catch (DamagedFile e) {
            lock.release();
            channel.close();
            throw e;
        } catch (IllegalStateException e) {
            lock.release();
            channel.close();
            throw new DataFolderUnavailable(
                    "The data folder `" + folder + "` cannot be read: " + e.getMessage()
                            + " Delete it, or name another folder.",
                    e);
        }
    }

    /** What the holder is at, if that ends by itself, and what to do. */
    private static String remedy(Path folder) throws IOException {
        Path running = folder.resolve(RUNNING);
        if (Files.isDirectory(running)) {
            try (Stream<Path> marks = Files.list(running)) {
                Optional<String> run =
                        marks.map(mark -> String.valueOf(mark.getFileName())).findFirst();
                if (run.isPresent()) {
                    return ", which runs `" + run.get() + "`. Wait for its end, stop it with `anabranch cancel "
                            + run.get() + "`, or name another folder.";
                }
            }
        }
        return ". End that one first, or name another folder.";
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** What DynamoDB and S3 keep. Closed with the folder. */
    public Storage storage() {
        return storage;
    }

    /** The file in which the engine keeps state machines and executions. */
    public Path executions() {
        return folder.resolve(EXECUTIONS);
    }

    /** The folder with a file for each run that its holder runs in its own process, and that ends with it. */
    public Path running() {
        return folder.resolve(RUNNING);
    }

    /** The folder in which other processes ask the holder to cancel runs. */
    public static Path requests(Path folder) {
        return folder.resolve(REQUESTS);
    }

    /** Where this is. */
    public Path folder() {
        return folder;
    }

    /** Writes what is not written yet, and lets others have the folder. */
    @Override
    public void close() {
        storage.close();
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder `" + folder + "` cannot be given back.", e);
        }
    }

    /** The folder cannot be had. */
    public static final class DataFolderUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DataFolderUnavailable(String message) {
            super(message);
        }

        DataFolderUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
