package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.engine.journal.JournalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder that stores the data of an embedded cloud across restarts. One process at a time holds it. This class
 * defines the files of the folder.
 */
public final class DataFolder implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String RUNNING = "running";
    private static final String LOGS = "logs";

    private final Path folder;
    private final FolderLock lock;
    private final Storage storage;

    private DataFolder(Path folder, FolderLock lock, Storage storage) {
        this.folder = folder;
        this.lock = lock;
        this.storage = storage;
    }

    /**
     * Opens a folder, and creates it if it is missing. Acknowledged changes survive a killed process.
     *
     * @throws DataFolderUnavailable if another process holds it, or it cannot be written; the message is for users
     * @throws DamagedFile if a file of the folder is missing or damaged
     */
    public static DataFolder open(Path folder) {
        return open(folder, Storage.Sync.WRITTEN);
    }

    /**
     * Opens a folder, and creates it if it is missing.
     *
     * @throws DataFolderUnavailable if another process holds it, or it cannot be written; the message is for users
     * @throws DamagedFile if a file of the folder is missing or damaged
     */
    public static DataFolder open(Path folder, Storage.Sync sync) {
        FolderLock lock = lock(folder);
        boolean opened = false;
        try {
            new FolderProcesses(folder).withdraw();
            FolderFiles files = new FolderFiles(folder);
            UUID id = files.check();
            files.verifySmall();
            DataFolder data =
                    new DataFolder(folder, lock, Storage.file(files.stores(), sync, DiskFile.Opener.DISK, id));
            opened = true;
            return data;
        } catch (IOException | UncheckedIOException e) {
            throw unusable(folder, e);
        } catch (DamagedFile e) {
            throw e;
        } catch (IllegalStateException e) {
            throw SealedFile.unreadable(new FolderFiles(folder).stores());
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /**
     * Locks a folder, and creates it if it is missing.
     *
     * @throws DataFolderUnavailable if another process holds it, or it cannot be written
     */
    static FolderLock lock(Path folder) {
        try {
            // A folder such as /tmp stays open to others; the data files in it are private.
            if (!hasOtherFiles(folder)) {
                createFolder(folder);
            }
            Optional<FolderLock> lock = FolderLock.tryLock(folder.resolve(LOCK));
            if (lock.isEmpty()) {
                FolderProcesses processes = new FolderProcesses(folder);
                String holder = processes.holderText().orElse("another process of Anabranch");
                String stop = processes
                        .holder()
                        .map(address -> "Stop it with Ctrl-C in its terminal, or with `kill " + address.process() + "`")
                        .orElse("Stop that process first");
                throw new DataFolderUnavailable(
                        "The data folder `" + folder + "` is held by " + holder + remedy(folder, stop), true);
            }
            return lock.get();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static DataFolderUnavailable unusable(Path folder, Exception e) {
        return new DataFolderUnavailable("The data folder `" + folder + "` cannot be used: " + reason(e), e);
    }

    /** Returns the reason of a failure. The message of a file system exception often has only a path. */
    static String reason(Exception e) {
        if (e instanceof AccessDeniedException denied) {
            return "permission to read and write `" + denied.getFile() + "` is missing.";
        }
        if (e instanceof FileAlreadyExistsException file) {
            return "`" + file.getFile() + "` is a file, but must be a folder.";
        }
        if (e instanceof NoSuchFileException missing) {
            return "`" + missing.getFile() + "` does not exist and cannot be created.";
        }
        if (e instanceof FileSystemException failed && failed.getReason() == null) {
            return e.getClass().getSimpleName() + " at `" + failed.getFile() + "`.";
        }
        return String.valueOf(e.getMessage());
    }

    /** Returns whether a folder has files or folders that are not those of a data folder. */
    private static boolean hasOtherFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).anyMatch(name -> !FolderFiles.isOwn(name));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Creates a folder that only its owner can read, because it contains inputs and results of runs. Removes the
     * permissions of others from an existing folder.
     *
     * @throws IOException if it cannot be created
     */
    public static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            restrict(folder);
            return;
        }
        if (Files.exists(folder)) {
            throw new IOException("it is a file.");
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

    /** Removes the permissions of others, which earlier versions set. */
    private static void restrict(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
            if (permissions.retainAll(PosixFilePermissions.fromString("rwx------"))) {
                Files.setPosixFilePermissions(folder, permissions);
            }
        }
    }

    /** Returns true if this or another process holds a folder; false if the folder is missing. */
    public static boolean isHeld(Path folder) {
        if (!Files.exists(folder.resolve(LOCK))) {
            return false;
        }
        try {
            Optional<FolderLock> lock = FolderLock.tryLock(folder.resolve(LOCK));
            lock.ifPresent(FolderLock::close);
            return lock.isEmpty();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * Returns the end of the message that a process holds the folder: the command that the process runs, if it ends by
     * itself, and the remedy.
     */
    private static String remedy(Path folder, String stop) throws IOException {
        Path running = folder.resolve(RUNNING);
        if (Files.isDirectory(running)) {
            try (Stream<Path> marks = Files.list(running)) {
                Optional<String> run =
                        marks.map(mark -> String.valueOf(mark.getFileName())).findFirst();
                if (run.isPresent()) {
                    return ", which runs `" + run.get() + "`. Wait until it completes, stop it with `anabranch cancel "
                            + run.get() + "`, or choose another folder.";
                }
            }
        }
        return ". " + stop + ", or choose another folder.";
    }

    /**
     * Returns a sentence if the previous process was killed while it wrote the store. Changes that it had not
     * acknowledged may be missing.
     */
    public Optional<String> tornStore() {
        return storage.isTorn()
                ? Optional.of("The process that used the data folder `" + folder
                        + "` before was killed while it wrote `stores.mv`. Its last write was dropped or completed.")
                : Optional.empty();
    }

    /** Returns a sentence if an incomplete record at the end of the journal was dropped when the journal was opened. */
    public static Optional<String> tornJournal(JournalFile journal) {
        return journal.droppedBytes() > 0
                ? Optional.of(
                        "An unfinished record of " + journal.droppedBytes()
                                + " bytes at the end of `executions.journal` was dropped: a process was killed while it wrote it.")
                : Optional.empty();
    }

    /** Returns the storage of DynamoDB and S3. It is closed with the folder. */
    public Storage storage() {
        return storage;
    }

    /**
     * Opens the journal of the engine with state machines and executions. Creates it if it is missing.
     *
     * @throws DataFolderUnavailable if it cannot be written
     * @throws DamagedFile if it is damaged
     */
    public JournalFile openExecutions() {
        try {
            JournalFile journal = JournalFile.open(
                    new FolderFiles(folder).executions(), storage.mark().folder(), () -> storage.mark()
                            .writes());
            storage.follow(journal::writes);
            return journal;
        } catch (IOException | UncheckedIOException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * Opens the journal for reading. It does not change while this process holds the folder, unless
     * {@link #openExecutions} is called.
     *
     * @throws DamagedFile if it is missing or damaged
     */
    public JournalFile readExecutions() {
        return JournalFile.read(new FolderFiles(folder).executions());
    }

    /** Returns true if a server has kept executions in the folder, which the next server resumes. */
    public boolean hasExecutions() {
        return Files.exists(new FolderFiles(folder).executions());
    }

    /**
     * Returns the folder with one file for each run that ends with the process that executes it: the holder or a guest.
     */
    public static Path running(Path folder) {
        return folder.resolve(RUNNING);
    }

    /** Returns the folder with the logs of runs. */
    public Path logs() {
        return logs(folder);
    }

    /** Returns the folder with the logs of runs in a data folder. */
    public static Path logs(Path folder) {
        return folder.resolve(LOGS);
    }

    /** Returns the path of the folder. */
    public Path folder() {
        return folder;
    }

    /** Writes all changes to the files and releases the folder. */
    @Override
    public void close() {
        try {
            storage.close();
        } finally {
            lock.close();
        }
    }

    /** Another process holds the folder, or it cannot be read or written. */
    public static final class DataFolderUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean held;

        private DataFolderUnavailable(String message, boolean held) {
            super(message);
            this.held = held;
        }

        DataFolderUnavailable(String message) {
            this(message, false);
        }

        DataFolderUnavailable(String message, Throwable cause) {
            super(message, cause);
            held = false;
        }

        /** Returns true if another process holds the folder; false if it cannot be read or written. */
        public boolean isHeld() {
            return held;
        }
    }
}
