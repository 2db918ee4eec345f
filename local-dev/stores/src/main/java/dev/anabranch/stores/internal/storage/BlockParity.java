package dev.anabranch.stores.internal.storage;

import static dev.anabranch.stores.internal.storage.SealLayout.BLOCK;
import static dev.anabranch.stores.internal.storage.SealLayout.GROUPS;
import static dev.anabranch.stores.internal.storage.SealLayout.STRIPE;

import dev.anabranch.engine.journal.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/** The parity of a file in its seal, as {@link SealLayout} defines it. Bytes after the end of a file count as zeros. */
final class BlockParity {

    private final DiskFile data;
    private final DiskFile seal;

    BlockParity(DiskFile data, DiskFile seal) {
        this.data = data;
        this.seal = seal;
    }

    /**
     * Adds the change of blocks to their parity.
     *
     * @param from the number of the first block
     * @param change the XOR of their old and new content; at most up to the next block in the first group
     */
    void change(long from, byte[] change) throws IOException {
        long position = SealLayout.parity(from);
        xor(change, read(seal, position, change.length));
        seal.write(ByteBuffer.wrap(change), position);
    }

    /**
     * Computes the parity of all parts that have a block of a range.
     *
     * @param from the number of the first block
     * @param to the number of the block after the last one
     * @param end the number of blocks of the file
     */
    void rebuild(long from, long to, long end) throws IOException {
        for (long part = from - from % STRIPE; part < Math.min(to, end); part += STRIPE) {
            seal.write(ByteBuffer.wrap(compute(part, end)), SealLayout.parity(part));
        }
    }

    /** Computes the parity of a part from its blocks. */
    private byte[] compute(long part, long end) throws IOException {
        byte[] parity = new byte[(int) Math.min(GROUPS, end - part) * BLOCK];
        for (long row = part; row < Math.min(part + STRIPE, end); row += GROUPS) {
            xor(parity, read(data, row * BLOCK, (int) Math.min(GROUPS, end - row) * BLOCK));
        }
        return parity;
    }

    /**
     * Computes a block from the other blocks of its group. The result is right only if they and the parity are
     * undamaged.
     *
     * @param end the number of blocks of the file
     */
    byte[] restore(long block, long end) throws IOException {
        byte[] restored = read(seal, SealLayout.parity(block), BLOCK);
        for (long other : group(block, end)) {
            if (other != block) {
                xor(restored, read(data, other * BLOCK, BLOCK));
            }
        }
        return restored;
    }

    /**
     * Returns the numbers of the blocks that share their parity with a block, in ascending order with the block itself.
     *
     * @param end the number of blocks of the file
     */
    static long[] group(long block, long end) {
        long part = block - block % STRIPE;
        return LongStream.iterate(
                        part + block % GROUPS, other -> other < Math.min(part + STRIPE, end), other -> other + GROUPS)
                .toArray();
    }

    private static byte[] read(DiskFile file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        int some = (int) Math.max(0, Math.min(length, file.size() - position));
        if (some > 0) {
            file.read(position, some).get(bytes, 0, some);
        }
        return bytes;
    }

    /** Returns true if the parity of a part is that of its blocks. */
    boolean isWhole(long part, long end) throws IOException {
        byte[] expected = compute(part, end);
        return ByteBuffer.wrap(expected).equals(ByteBuffer.wrap(read(seal, SealLayout.parity(part), expected.length)));
    }

    static void xor(byte[] changed, byte[] other) {
        for (int i = 0; i < other.length; i++) {
            changed[i] ^= other[i];
        }
    }
}
