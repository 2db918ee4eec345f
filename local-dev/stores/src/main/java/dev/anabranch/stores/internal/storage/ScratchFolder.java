package dev.anabranch.stores.internal.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder for the temporary files of one process. It is deleted when it is closed. The folder of a killed process is
 * deleted when another one is created.
 */
public final class ScratchFolder implements AutoCloseable {

    private static final String PREFIX = "anabranch-";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final FolderLock lock;

    private ScratchFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Creates a folder, and deletes the folders of killed processes.
     *
     * @param parent the folder for temporary files of all processes
     */
    public static ScratchFolder create(Path parent) throws IOException {
        deleteAbandoned(parent);
        Path folder = Files.createTempDirectory(parent, PREFIX);
        // The lock file is renamed while it is locked, so that no other process deletes the new folder as abandoned.
        Path begun = folder.resolve(LOCK + ".new");
        FolderLock lock = FolderLock.tryLock(begun)
                .orElseThrow(() -> new IOException("The new folder `" + folder + "` is locked by another process."));
        Files.move(begun, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
        return new ScratchFolder(folder, lock);
    }

    /** Deletes the folders of killed processes. Best effort: a folder that cannot be deleted remains. */
    private static void deleteAbandoned(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (Files.isRegularFile(folder.resolve(LOCK))) {
                    deleteIfAbandoned(folder);
                }
            }
        } catch (IOException e) {
            // The next process tries again.
        }
    }

    private static void deleteIfAbandoned(Path folder) {
        try {
            Optional<FolderLock> lock = FolderLock.tryLock(folder.resolve(LOCK));
            if (lock.isPresent()) {
                try {
                    delete(folder);
                } finally {
                    lock.get().close();
                }
            }
        } catch (IOException e) {
            // The folder may belong to another user.
        }
    }

    /** Deletes a folder with all files in it. */
    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Returns the path of the folder. */
    public Path path() {
        return folder;
    }

    /** Deletes the folder with all files in it. */
    @Override
    public void close() {
        try (lock) {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder `" + folder + "` cannot be deleted.", e);
        }
    }
}
