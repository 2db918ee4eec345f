package dev.anabranch.cloud;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A file that stays open when a thread that reads or writes it is interrupted. {@link FileChannel}, with which MVStore opens files
 * otherwise, is then closed for every thread, and tasks, whose threads read and write the stores, may be interrupted at any time.
 */
final class UninterruptibleFile extends FileBaseDefault {

    private static final int COPY_BYTES = 1 << 16;

    private final RandomAccessFile file;

    private UninterruptibleFile(RandomAccessFile file) {
        this.file = file;
    }

    /** The name under which MVStore opens a file this way. */
    static String name(Path path) {
        Scheme scheme = new Scheme();
        FilePath.register(scheme);
        return scheme.getScheme() + ":" + path;
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
        byte[] bytes = new byte[Math.min(target.remaining(), COPY_BYTES)];
        file.seek(position);
        int count = file.read(bytes);
        if (count > 0) {
            target.put(bytes, 0, count);
        }
        return count;
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        byte[] bytes = new byte[Math.min(source.remaining(), COPY_BYTES)];
        source.get(bytes);
        file.seek(position);
        file.write(bytes);
        return bytes.length;
    }

    @Override
    public synchronized long size() throws IOException {
        return file.length();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        if (size < file.length()) {
            file.setLength(size);
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        file.getFD().sync();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.getChannel().tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    /** Passes everything but the opening on to the disk. Public because MVStore makes instances of it. */
    public static final class Scheme extends FilePathWrapper {

        @Override
        public String getScheme() {
            return "uninterruptible";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new UninterruptibleFile(new RandomAccessFile(getBase().toString(), mode));
        }
    }
}
