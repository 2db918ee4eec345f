package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.engine.journal.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/**
 * A file of an MVStore with a second file, the seal, that has the length and a checksum for every block. MVStore alone opens a file that
 * was cut in an older state, and has no checksum of what its pages contain.
 *
 * <p>Before a write, the seal names the blocks that are about to change; after it, it has their checksums. Blocks that a killed process was
 * about to change may have any content: MVStore uses none of them before the write is complete. Every other block must be as it was written.
 */
final class SealedFile extends SingleFileStore {

    static final String SEAL = ".seal";

    static final int BLOCK = 4096;
    private static final byte[] MAGIC = "anabranch seal 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SLOT = 32;
    private static final int SLOT_BYTES = 3 * Long.BYTES + Integer.BYTES;
    private static final int READ_BLOCKS = 256;

    private final Path path;
    private final DiskFile data;
    private final DiskFile seal;
    private long end;
    private boolean torn;

    private SealedFile(Map<String, Object> config, Path path, DiskFile data, DiskFile seal) {
        super(config);
        this.path = path;
        this.data = data;
        this.seal = seal;
    }

    /**
     * Opens a file and checks every block of it. Both files are created if both are absent.
     *
     * @throws DamagedFile if the file or its seal is not as it was written
     */
    static SealedFile open(Map<String, Object> config, Path path) throws IOException {
        Path seal = seal(path);
        boolean written = Files.exists(path) && Files.size(path) > 0;
        if (Files.notExists(seal)) {
            if (written) {
                throw new DamagedFile(
                        path,
                        "has no seal `" + seal.getFileName()
                                + "` beside it: that is missing, or an earlier version has written the file");
            }
            create(seal);
        }
        DiskFile sealFile = DiskFile.open(seal);
        DiskFile dataFile = DiskFile.open(path);
        SealedFile opened = new SealedFile(config, path, dataFile, sealFile);
        boolean whole = false;
        try {
            opened.check();
            opened.open(path.toString(), false, null);
            whole = true;
            return opened;
        } finally {
            if (!whole) {
                dataFile.close();
                sealFile.close();
            }
        }
    }

    static Path seal(Path path) {
        return path.resolveSibling(path.getFileName() + SEAL);
    }

    /** Whole or not at all. */
    private static void create(Path seal) throws IOException {
        Path begun = seal.resolveSibling(seal.getFileName() + ".new");
        try (DiskFile fresh = DiskFile.open(begun)) {
            fresh.truncate(0);
            ByteBuffer head = ByteBuffer.allocate(BLOCK);
            head.put(MAGIC).position(SLOT);
            head.put(slot(0, 0, 0)).rewind();
            fresh.write(head, 0);
        }
        Files.move(begun, seal, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ByteBuffer slot(long end, long from, long to) {
        ByteBuffer slot =
                ByteBuffer.allocate(SLOT_BYTES).putLong(end).putLong(from).putLong(to);
        CRC32C checksum = new CRC32C();
        checksum.update(slot.array(), 0, slot.position());
        return slot.putInt((int) checksum.getValue()).flip();
    }

    private void check() throws IOException {
        Path sealPath = seal(path);
        ByteBuffer head = seal.size() < BLOCK ? ByteBuffer.allocate(0) : seal.read(0, BLOCK);
        if (head.limit() == 0 || !head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new DamagedFile(sealPath, "is damaged at byte 0: it does not begin as it was written");
        }
        head.position(SLOT);
        long length = head.getLong();
        long from = head.getLong();
        long to = head.getLong();
        if (!head.slice(SLOT, SLOT_BYTES).equals(slot(length, from, to))) {
            throw new DamagedFile(sealPath, "is damaged at byte " + SLOT);
        }
        long size = data.size();
        torn = from < to;
        if (size > length && from == length) {
            data.truncate(length);
            size = length;
        }
        if (size > length) {
            throw new DamagedFile(path, "has " + size + " bytes, but only " + length + " were written");
        }
        if (size < length && (!torn || size < from)) {
            throw new DamagedFile(path, "is cut: it has " + size + " bytes, but " + length + " were written");
        }
        end = size - size % BLOCK;
        checkBlocks(sealPath, from / BLOCK, to / BLOCK);
        if (torn) {
            settle(from, Math.min(to, end));
        }
    }

    /** Blocks from {@code from} to before {@code to} may have any content. */
    private void checkBlocks(Path sealPath, long from, long to) throws IOException {
        long blocks = end / BLOCK;
        for (long block = 0; block < blocks; block += READ_BLOCKS) {
            int count = (int) Math.min(READ_BLOCKS, blocks - block);
            byte[] content = data.read(block * BLOCK, count * BLOCK).array();
            long first = sum(block);
            int known = (int) Math.max(0, Math.min(count, (seal.size() - first) / Integer.BYTES));
            ByteBuffer sums = known == 0 ? ByteBuffer.allocate(0) : seal.read(first, known * Integer.BYTES);
            for (int i = 0; i < count; i++) {
                boolean open = block + i >= from && block + i < to;
                if (i >= known && !open) {
                    throw new DamagedFile(sealPath, "is cut: it has no checksum of block " + (block + i));
                }
                if (!open && sums.getInt() != checksum(content, i * BLOCK, block + i)) {
                    throw new DamagedFile(
                            path,
                            "is damaged at byte " + (block + i) * BLOCK + ", or its seal is at byte " + sum(block + i));
                } else if (open && i < known) {
                    sums.getInt();
                }
            }
        }
    }

    private static long sum(long block) {
        return BLOCK + block * Integer.BYTES;
    }

    private static int checksum(byte[] content, int offset, long block) {
        CRC32C checksum = new CRC32C();
        checksum.update(content, offset, BLOCK);
        return (int) (checksum.getValue() ^ block * 0x9E37_79B9L);
    }

    /** True if a killed process was writing: what it wrote last may be missing. */
    boolean isTorn() {
        return torn;
    }

    /** Why writes do not succeed at the moment; empty while they do. */
    Optional<String> trouble() {
        return data.trouble().or(seal::trouble);
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        try {
            return data.read(position, length);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + path + " cannot be read.", e);
        }
    }

    @Override
    protected synchronized void writeFully(SFChunk chunk, long position, ByteBuffer bytes) {
        int length = bytes.remaining();
        if (position % BLOCK != 0 || length % BLOCK != 0) {
            throw new IllegalStateException("MVStore writes whole blocks, and not " + length + " bytes at " + position);
        }
        try {
            fill(position);
            long to = position + length;
            end = Math.max(end, to);
            setSize(end);
            seal.write(slot(end, position, to), SLOT);
            byte[] content = new byte[length];
            bytes.get(content);
            data.write(ByteBuffer.wrap(content), position);
            seal(content, position);
            seal.write(slot(end, 0, 0), SLOT);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + path + " cannot be written.", e);
        }
    }

    /** Space that MVStore has skipped so far: zeros, like any other content. */
    private void fill(long position) throws IOException {
        if (position > end) {
            long from = end;
            end = position;
            seal.write(slot(end, from, position), SLOT);
            data.truncate(position);
            settle(from, position);
        }
    }

    /** Seals blocks as they are. */
    private void settle(long from, long to) throws IOException {
        for (long position = from; position < to; position += READ_BLOCKS * (long) BLOCK) {
            int length = (int) Math.min(READ_BLOCKS * (long) BLOCK, to - position);
            seal(data.read(position, length).array(), position);
        }
        seal.write(slot(end, 0, 0), SLOT);
    }

    private void seal(byte[] content, long position) throws IOException {
        ByteBuffer sums = ByteBuffer.allocate(content.length / BLOCK * Integer.BYTES);
        for (int offset = 0; offset < content.length; offset += BLOCK) {
            sums.putInt(checksum(content, offset, (position + offset) / BLOCK));
        }
        seal.write(sums.flip(), sum(position / BLOCK));
    }

    @Override
    public synchronized void truncate(long size) {
        if (size >= end) {
            return;
        }
        try {
            seal.write(slot(size, size, end), SLOT);
            data.truncate(size);
            end = size;
            setSize(size);
            seal.write(slot(end, 0, 0), SLOT);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + path + " cannot be cut.", e);
        }
    }

    @Override
    public void sync() {
        try {
            data.force();
            seal.force();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + path + " cannot be written to the disk.", e);
        }
    }

    @Override
    public void close() {
        super.close();
        release();
    }

    /** Frees both files; a write that waits fails. */
    void release() {
        try {
            data.close();
            seal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + path + " cannot be closed.", e);
        }
    }
}
