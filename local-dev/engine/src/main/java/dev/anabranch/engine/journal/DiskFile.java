package dev.anabranch.engine.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read and written at positions. A write that the disk refuses, because it is full for instance, waits until the disk
 * accepts it or the file is closed. Unlike a {@link java.nio.channels.FileChannel} it stays open when a thread that uses it is
 * interrupted. Safe for use by any number of threads.
 */
public final class DiskFile implements AutoCloseable {

    /** How long a refused write waits before it is tried again. */
    private static final long RETRY_MILLIS = 200;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final RandomAccessFile file;
    private volatile @Nullable String trouble;
    private boolean closed;

    DiskFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens a file, which is created if absent, and which only its owner can read. */
    public static DiskFile open(Path path) throws IOException {
        createForOwner(path);
        return new DiskFile(new RandomAccessFile(path.toFile(), "rw"));
    }

    private static void createForOwner(Path path) throws IOException {
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(path, OWNER_ONLY);
            }
        } catch (FileAlreadyExistsException before) {
            // Its owner may have given it other permissions.
        }
    }

    /** Why writes do not succeed at the moment; empty while they do. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The length in bytes. */
    public synchronized long size() throws IOException {
        return file.length();
    }

    /** Reads exactly so many bytes. */
    public synchronized ByteBuffer read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(position);
        try {
            file.readFully(bytes);
        } catch (EOFException e) {
            throw new IOException(
                    "The file ends at byte " + file.length() + ", and was read up to byte " + (position + length) + ".",
                    e);
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Writes all bytes; waits while the disk refuses them. */
    public void write(ByteBuffer bytes, long position) throws IOException {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        persist(() -> {
            file.seek(position);
            file.write(all);
        });
    }

    /** Cuts the file. */
    public void truncate(long size) throws IOException {
        persist(() -> file.setLength(size));
    }

    /** Forces what was written to the disk. */
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
                    if (closed) {
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

    /** Closes the file. A write that waits fails. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        file.close();
        notifyAll();
    }
}
