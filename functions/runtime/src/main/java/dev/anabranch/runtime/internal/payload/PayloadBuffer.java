package dev.anabranch.runtime.internal.payload;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Buffers bytes for a store: in memory while they are few, otherwise in a temporary file. Written once, then read. */
public final class PayloadBuffer extends OutputStream {

    /** The default limit of bytes in memory. A function has at least 128 MB of memory and 512 MB of disk. */
    public static final int MEMORY_BYTES = 4 * 1024 * 1024;

    /** The initial capacity. Most results of a wide fan-out are small. */
    private static final int FIRST_BYTES = 128;

    private final Path scratch;
    private final int memoryBytes;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream(FIRST_BYTES);
    private byte @Nullable [] bytes;
    private @Nullable Path file;
    private @Nullable OutputStream fileOut;
    private @Nullable RandomAccessFile fileIn;
    private long size;

    public PayloadBuffer(Path scratch) {
        this(scratch, MEMORY_BYTES);
    }

    public PayloadBuffer(Path scratch, int memoryBytes) {
        this.scratch = scratch;
        this.memoryBytes = memoryBytes;
    }

    static PayloadBuffer of(byte[] bytes) {
        PayloadBuffer buffer = new PayloadBuffer(Path.of(""), bytes.length);
        buffer.bytes = bytes;
        buffer.size = bytes.length;
        return buffer;
    }

    public long size() {
        return size;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (fileOut == null && size + length > memoryBytes) {
            moveToFile();
        }
        if (fileOut == null) {
            memory.write(source, offset, length);
        } else {
            fileOut.write(source, offset, length);
        }
        size += length;
    }

    private void moveToFile() throws IOException {
        Path created = Files.createTempFile(scratch, "anabranch", ".tmp");
        file = created;
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(created), 65_536);
        fileOut = out;
        memory.writeTo(out);
        memory = new ByteArrayOutputStream(0);
    }

    /** Switches from writing to reading. */
    private void complete() throws IOException {
        if (fileOut != null) {
            fileOut.close();
        } else if (bytes == null) {
            bytes = memory.toByteArray();
            memory = new ByteArrayOutputStream(0);
        }
    }

    /** Returns all bytes in memory. Use it for small content. */
    public byte[] toBytes() throws IOException {
        complete();
        return bytes != null && file == null ? bytes : slice(0, Math.toIntExact(size));
    }

    public InputStream open() throws IOException {
        complete();
        return file == null ? new ByteArrayInputStream(toBytes()) : Files.newInputStream(file);
    }

    public byte[] slice(long offset, int length) throws IOException {
        complete();
        byte[] part = new byte[length];
        if (file == null) {
            System.arraycopy(toBytes(), (int) offset, part, 0, length);
            return part;
        }
        if (fileIn == null) {
            fileIn = new RandomAccessFile(file.toFile(), "r");
        }
        fileIn.seek(offset);
        fileIn.readFully(part);
        return part;
    }

    public void putTo(PayloadStore store, String key, String mediaType) throws IOException {
        complete();
        if (file == null) {
            store.put(key, mediaType, toBytes());
        } else {
            store.put(key, mediaType, file);
        }
    }

    @Override
    public void close() throws IOException {
        if (fileOut != null) {
            fileOut.close();
        }
        if (fileIn != null) {
            fileIn.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
