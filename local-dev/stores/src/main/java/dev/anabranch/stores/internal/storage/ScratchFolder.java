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

/** A folder for temporary files of one process. It is deleted when it is closed; that of a killed process, when another one is created. */
public final class ScratchFolder implements AutoCloseable {

    private static final String PREFIX = "anabranch-";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final FolderLock lock;

    private ScratchFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Creates a folder in the folder of temporary files of the system, and deletes those of killed processes. */
    public static ScratchFolder create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static ScratchFolder create(Path parent) throws IOException {
        deleteAbandoned(parent);
        Path folder = Files.createTempDirectory(parent, PREFIX);
        // The lock gets its name when it is held, so that no other process takes the folder for an abandoned one.
        Path begun = folder.resolve(LOCK + ".new");
        FolderLock lock = FolderLock.tryLock(begun)
                .orElseThrow(() -> new IOException("The new folder `" + folder + "` is locked by another process."));
        Files.move(begun, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
        return new ScratchFolder(folder, lock);
    }

    /** Best effort: a folder that cannot be deleted stays. */
    private static void deleteAbandoned(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (Files.isRegularFile(folder.resolve(LOCK))) {
                    deleteIfAbandoned(folder);
                }
            }
        } catch (IOException e) {
            // Another process tries again.
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
            // It belongs to another user, say.
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

    /** The path of the folder. */
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
