package dev.anabranch.stores.internal.storage;

/**
 * The positions in a seal, in bytes. A seal has one block with its head. A part for each {@value #STRIPE} blocks of the
 * sealed file follows: one block with their checksums, and {@value #GROUPS} blocks of parity.
 *
 * <p>Block {@code b} of the file belongs to group {@code b % GROUPS} of its part. The parity of a group is the XOR of
 * its blocks, so that one damaged block of each group can be computed from the others. Adjacent blocks are in different
 * groups: up to {@value #GROUPS} damaged blocks in a row can be computed, and all blocks of a file of that length.
 */
final class SealLayout {

    static final int BLOCK = 4096;

    static final int GROUPS = 64;

    static final int STRIPE = BLOCK / Integer.BYTES;

    private static final long PART = (1L + GROUPS) * BLOCK;

    private SealLayout() {}

    /** Returns the position of the checksum of a block. */
    static long sum(long block) {
        return BLOCK + block / STRIPE * PART + block % STRIPE * Integer.BYTES;
    }

    /** Returns the position of the parity of the group of a block. */
    static long parity(long block) {
        return BLOCK + block / STRIPE * PART + BLOCK + block % GROUPS * BLOCK;
    }

    /** Returns the length of the seal of a file with this number of blocks. */
    static long length(long blocks) {
        long rest = blocks % STRIPE;
        return BLOCK + blocks / STRIPE * PART + (rest == 0 ? 0 : (1 + Math.min(rest, GROUPS)) * BLOCK);
    }

    /** Returns the number of checksums in a seal of this length. */
    static long sums(long length) {
        long parts = Math.max(0, length - BLOCK);
        return parts / PART * STRIPE + Math.min(STRIPE, parts % PART / Integer.BYTES);
    }
}
