package dev.anabranch.engine.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read and written at positions. Unlike a {@link java.nio.channels.FileChannel} it stays open when a
 * thread that uses it is interrupted. A write that the disk refuses, for instance because the disk is full, fails.
 * After {@link #retryRefusedWrites} it waits instead, until the disk accepts it or the file is closed. Safe for use by
 * any number of threads.
 */
public final class DiskFile implements AutoCloseable {

    /** Opens the file below; a test passes one that refuses writes. */
    @FunctionalInterface
    public interface Opener {

        /** Opens files of the disk. */
        Opener DISK = path -> new RandomAccessFile(path.toFile(), "rw");

        /** Opens a file for reading and writing, and creates it if it is missing. */
        RandomAccessFile open(Path path) throws IOException;
    }

    /** The delay in milliseconds before a refused write is tried again. */
    private static final long RETRY_MILLIS = 200;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final RandomAccessFile file;
    private volatile @Nullable String trouble;
    private boolean retries;
    private boolean closed;

    private DiskFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens a file. Creates it if it is missing, readable by its owner only. */
    public static DiskFile open(Path path) throws IOException {
        return open(path, Opener.DISK);
    }

    /** Opens a file with an opener. Creates it if it is missing, readable by its owner only. */
    public static DiskFile open(Path path, Opener opener) throws IOException {
        createForOwner(path);
        return new DiskFile(opener.open(path));
    }

    /** Makes later writes wait while the disk refuses them. */
    public synchronized void retryRefusedWrites() {
        retries = true;
    }

    /**
     * Creates an empty file that only its owner can read, if it is missing. Removes the permissions of others from an
     * existing file.
     */
    public static void createForOwner(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            if (posix) {
                Files.createFile(path, OWNER_ONLY);
            } else {
                Files.createFile(path);
            }
        } catch (FileAlreadyExistsException before) {
            if (posix) {
                restrict(path);
            }
        }
    }

    private static void restrict(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (Files.isRegularFile(path) && permissions.retainAll(OWNER_ONLY.value())) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    /** Returns the reason why the disk currently refuses writes; empty while it accepts them. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Returns the length in bytes. */
    public synchronized long size() throws IOException {
        return file.length();
    }

    /**
     * Reads exactly {@code length} bytes.
     *
     * @throws IOException if the file ends before that
     */
    public synchronized ByteBuffer read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(position);
        try {
            file.readFully(bytes);
        } catch (EOFException e) {
            throw new IOException(
                    "The file has " + file.length() + " bytes. Bytes up to " + (position + length) + " were requested.",
                    e);
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Writes all bytes. */
    public void write(ByteBuffer bytes, long position) throws IOException {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        persist(() -> {
            file.seek(position);
            file.write(all);
        });
    }

    /** Sets the length of the file in bytes. */
    public void truncate(long size) throws IOException {
        persist(() -> file.setLength(size));
    }

    /** Forces all completed writes to the disk. */
    public void force() throws IOException {
        persist(() -> file.getFD().sync());
    }

    private interface Change {
        void make() throws IOException;
    }

    private synchronized void persist(Change change) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    change.make();
                    trouble = null;
                    return;
                } catch (IOException refused) {
                    if (closed || !retries) {
                        throw refused;
                    }
                    trouble = String.valueOf(refused.getMessage());
                    try {
                        wait(RETRY_MILLIS);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes the file. A waiting write fails. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        file.close();
        notifyAll();
    }
}
