package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.engine.journal.FileMark;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * A file of an MVStore with a second file, the seal, which has the length of the file, a checksum of every block of
 * {@value #BLOCK} bytes, and parity from which {@link #heal} computes damaged blocks. MVStore alone opens a truncated
 * file in an older state, and does not checksum the content of its pages.
 *
 * <p>Opening the file compares its length with the seal. Every read compares the read blocks with their checksums.
 *
 * <p>Before a write, the seal names the blocks that will change; after the write, it has their checksums. The blocks
 * that a killed process was changing may have any content, because MVStore uses none of them before the write is
 * complete. Every other block must match its checksum.
 */
final class SealedFile extends SingleFileStore {

    static final String SEAL = ".seal";

    static final int BLOCK = SealLayout.BLOCK;

    /** The first bytes of a file, which MVStore writes together when it creates the file. */
    private static final long HEADER = 2L * BLOCK;

    private static final byte[] MAGIC = "anabranch seal 3\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SLOT = 32;
    private static final int SLOT_BYTES = 3 * Long.BYTES + FileMark.BYTES + Integer.BYTES;
    private static final int READ_BLOCKS = 256;

    private static final DiskFile.Opener READ_ONLY = path -> new RandomAccessFile(path.toFile(), "r");

    private final Path path;
    private final DiskFile data;
    private final DiskFile seal;
    private final BlockParity parity;
    private LongSupplier others = () -> 0;
    private volatile FileMark mark;
    /** One block in this number can have the checksum of a block of another file, because both have equal content. */
    private static final int FEW = 10;

    private long end;
    private boolean torn;

    /** The length of the file in the seal; -1 if it is unknown. */
    private long sealedLength = -1;

    /**
     * Whether the write that is not complete is the first one of a new file, for instance because the disk was full.
     */
    private boolean begun;

    /**
     * Whether the write that is not complete reaches the end of the file, so that the file may be shorter than the seal
     * says.
     */
    private boolean growing;

    /** The checksums of the blocks. A longer array replaces it when the file grows. */
    private volatile int[] sums = {};

    /** The number of blocks whose checksums are known. */
    private volatile long known;

    /**
     * The range of blocks that a killed process was writing, until they are sealed again: the first block, and the
     * block after the last.
     */
    private long openFrom;

    private long openTo;

    /** The first damage that a read has found. MVStore ignores some failed reads while it is being opened. */
    private volatile @Nullable DamagedFile found;

    private volatile boolean lacking;

    private SealedFile(Map<String, Object> config, Path path, DiskFile data, DiskFile seal, UUID folder) {
        super(config);
        this.mark = new FileMark(folder, 0, 0);
        this.path = path;
        this.data = data;
        this.seal = seal;
        this.parity = new BlockParity(data, seal);
    }

    /**
     * Opens a file. Creates both files if both are missing.
     *
     * @param folder the id of the data folder, for a new file
     * @throws DamagedFile if the file does not have the length in the seal, or its seal is missing or damaged
     */
    static SealedFile open(Map<String, Object> config, Path path, DiskFile.Opener opener, UUID folder)
            throws IOException {
        Path seal = seal(path);
        boolean written = Files.exists(path) && Files.size(path) > 0;
        if (Files.notExists(seal)) {
            if (written) {
                throw unsealed(path);
            }
            create(seal, opener, folder);
        } else if (Files.notExists(path) && slot(seal).end() > 0) {
            throw new DamagedFile(path, "is missing, although its seal `" + seal.getFileName() + "` exists");
        }
        DiskFile sealFile = DiskFile.open(seal, opener);
        DiskFile dataFile = DiskFile.open(path, opener);
        SealedFile opened = new SealedFile(config, path, dataFile, sealFile, folder);
        boolean whole = false;
        try {
            DamagedFile damage = opened.check();
            if (damage != null) {
                throw damage;
            }
            if (opened.torn && !opened.begun && StoreSalvage.state(path).isEmpty()) {
                throw unreadable(path); // Sealing the torn blocks would remove what a repair needs.
            }
            opened.sealTorn();
            opened.open(path.toString(), false, null);
            whole = true;
            return opened;
        } finally {
            if (!whole) {
                opened.abandon();
            }
        }
    }

    /**
     * Opens a file that may be damaged, for reading its undamaged parts. Never writes. Without a readable seal, no
     * block can be checked. {@link #damage} returns the damage.
     */
    static SealedFile openDamaged(Path path) throws IOException {
        return openDamaged(path, Files.isRegularFile(seal(path)));
    }

    /** Opens a file for reading without comparing it with its seal. */
    static SealedFile openUnchecked(Path path) throws IOException {
        return openDamaged(path, false);
    }

    private static SealedFile openDamaged(Path path, boolean sealed) throws IOException {
        DiskFile data = DiskFile.open(path, READ_ONLY);
        DiskFile sealFile = sealed ? DiskFile.open(seal(path), READ_ONLY) : data;
        SealedFile opened = new SealedFile(Map.of(), path, data, sealFile, FileMark.NO_FOLDER);
        boolean readable = false;
        try {
            opened.found = sealed ? opened.check() : unsealed(path);
            opened.end = opened.data.size() / BLOCK * BLOCK;
            opened.open(path.toString(), true, null);
            readable = true;
            return opened;
        } finally {
            if (!readable) {
                opened.abandon();
            }
        }
    }

    /**
     * Compares all blocks with their checksums and the parity without writing.
     *
     * @return the damages in the order of the file; empty if both files are whole or both are missing
     */
    static List<DamagedFile> verify(Path path) throws IOException {
        return verify(path, true);
    }

    /** Compares all blocks with their checksums without writing. Returns the first damage. */
    static Optional<DamagedFile> verifyData(Path path) throws IOException {
        return verify(path, false).stream().findFirst();
    }

    private static List<DamagedFile> verify(Path path, boolean withParity) throws IOException {
        if (Files.notExists(seal(path))) {
            return Files.exists(path) && Files.size(path) > 0 ? List.of(unsealed(path)) : List.of();
        }
        if (Files.notExists(path)) {
            return slotOf(path).map(Slot::end).orElse(0L) > 0
                    ? List.of(new DamagedFile(path, "is missing, although its seal exists"))
                    : List.of();
        }
        SealedFile opened = readOnly(path);
        try {
            List<DamagedFile> damages = new ArrayList<>();
            Optional.ofNullable(opened.check()).ifPresent(damages::add);
            opened.verifyParts(damages, withParity);
            return damages;
        } finally {
            opened.release();
        }
    }

    private static SealedFile readOnly(Path path) throws IOException {
        return new SealedFile(
                Map.of(),
                path,
                DiskFile.open(path, READ_ONLY),
                DiskFile.open(seal(path), READ_ONLY),
                FileMark.NO_FOLDER);
    }

    private void verifyParts(List<DamagedFile> damages, boolean withParity) throws IOException {
        long blocks = Math.min(end, data.size()) / BLOCK;
        for (long part = 0; part < blocks; part += SealLayout.STRIPE) {
            long to = Math.min(part + SealLayout.STRIPE, blocks);
            verifyBlocks(part, to, damages);
            boolean writing = openFrom <= to && part < openTo;
            if (withParity && damages.isEmpty() && !writing && !parity.isWhole(part, blocks)) {
                damages.add(new DamagedFile(
                        seal(path),
                        "is damaged between the bytes " + SealLayout.parity(part) + " and "
                                + (SealLayout.length(to) - 1)));
            }
        }
    }

    private void verifyBlocks(long from, long to, List<DamagedFile> damages) throws IOException {
        long damagedFrom = -1;
        byte[] content = new byte[0];
        for (long block = from; block <= to; block++) {
            int row = (int) ((block - from) % READ_BLOCKS);
            if (row == 0 && block < to) {
                content = data.read(block * BLOCK, (int) Math.min(READ_BLOCKS, to - block) * BLOCK)
                        .array();
            }
            boolean whole = block == to || matches(content, row * BLOCK, block);
            if (!whole && damagedFrom < 0) {
                damagedFrom = block;
            } else if (whole && damagedFrom >= 0) {
                damages.add(new DamagedFile(
                        path,
                        "is damaged between the bytes " + damagedFrom * BLOCK + " and " + (block * BLOCK - 1)
                                + ", or its checksums in `" + seal(path).getFileName() + "` are"));
                damagedFrom = -1;
            }
        }
    }

    /**
     * Writes a copy of a file and its seal in which damaged blocks are computed from the parity. A block that cannot be
     * computed stays damaged.
     *
     * @param to the path of the copy, which must not exist
     * @param withOpen whether blocks that a killed process was writing are computed from the parity as well
     * @return true if the copy is whole; empty if nothing was written because the head of the seal is damaged or the
     *     seal is missing
     */
    static Optional<Boolean> heal(Path path, Path to, boolean withOpen) throws IOException {
        if (Files.notExists(seal(path))) {
            return Optional.empty();
        }
        SealedFile opened = readOnly(path);
        try (DiskFile copy = DiskFile.open(to);
                DiskFile copiedSeal = DiskFile.open(seal(to))) {
            var unused = opened.check();
            return opened.sealedLength < 0 ? Optional.empty() : Optional.of(opened.heal(copy, copiedSeal, withOpen));
        } finally {
            opened.release();
        }
    }

    private boolean heal(DiskFile copy, DiskFile copiedSeal, boolean withOpen) throws IOException {
        long length = growing ? Math.max(Math.min(data.size(), sealedLength), openFrom * BLOCK) : sealedLength;
        long blocks = Math.min(length, sealedLength) / BLOCK;
        boolean whole = true;
        copiedSeal.write(seal.read(0, BLOCK), 0);
        for (long block = 0; block < blocks; block++) {
            byte[] healed = withOpen && isOpen(block) ? parity.restore(block, blocks) : healed(block, blocks);
            whole &= healed.length > 0;
            byte[] content = healed.length > 0 ? healed : readBlock(block);
            copy.write(ByteBuffer.wrap(content), block * BLOCK);
            int sum = healed.length > 0 || block >= known ? checksum(content, 0, block) : sums[(int) block];
            copiedSeal.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, sum), SealLayout.sum(block));
        }
        new BlockParity(copy, copiedSeal).rebuild(0, blocks, blocks);
        return whole;
    }

    /** Returns the content of a block as it was written; empty if it cannot be computed. */
    private byte[] healed(long block, long blocks) throws IOException {
        byte[] content = readBlock(block);
        boolean summed = block < known;
        if (isOpen(block) || (summed && isSummed(block, content))) {
            return content;
        }
        byte[] restored = parity.restore(block, blocks);
        boolean same = (block + 1) * BLOCK <= data.size() && Arrays.equals(restored, content);
        if (!same) {
            return summed && isSummed(block, restored) ? restored : new byte[0];
        }
        return summed ? consistent(block, content, blocks) : restored;
    }

    private boolean isSummed(long block, byte[] content) {
        return sums[(int) block] == checksum(content, 0, block);
    }

    /**
     * Returns the content of a block that has the parity of its group, but not its checksum; empty if it is unknown.
     *
     * <p>Parity does not depend on the order of blocks, so the block may have changed places with another one of its
     * group. Otherwise either checksums are damaged, or blocks are, in a way that their parity has not changed. A CRC is
     * linear: if changes of contents add up to zero, so do the changes of their checksums. Damaged checksums do not.
     */
    private byte[] consistent(long block, byte[] content, long blocks) throws IOException {
        long[] group = BlockParity.group(block, blocks);
        for (long other : group) {
            byte[] candidate = readBlock(other);
            if (isSummed(block, candidate)) {
                return candidate;
            }
        }
        int[] differences = new int[Integer.SIZE];
        for (long other : group) {
            byte[] found = readBlock(other);
            boolean whole = matches(found, 0, other);
            if (!whole && !isIndependent(sums[(int) other] ^ checksum(found, 0, other), differences)) {
                return new byte[0];
            }
        }
        return content;
    }

    /**
     * Returns false if the XOR of some of the earlier values is this value.
     *
     * @param earlier the earlier values, reduced: one for each highest bit; the value is added
     */
    private static boolean isIndependent(int value, int[] earlier) {
        int rest = value;
        while (rest != 0) {
            int highest = Integer.numberOfLeadingZeros(rest);
            if (earlier[highest] == 0) {
                earlier[highest] = rest;
                return true;
            }
            rest ^= earlier[highest];
        }
        return false;
    }

    /** Reads a block. Bytes after the end of the file are zeros. */
    private byte[] readBlock(long block) throws IOException {
        byte[] content = new byte[BLOCK];
        int some = (int) Math.max(0, Math.min(BLOCK, data.size() - block * BLOCK));
        if (some > 0) {
            data.read(block * BLOCK, some).get(content, 0, some);
        }
        return content;
    }

    static DamagedFile unreadable(Path path) {
        return new DamagedFile(path, "is damaged: its contents cannot be found");
    }

    /** Returns true if hardly any block of a file has its checksum in the seal: then the seal is that of another file. */
    static boolean hasSealOfAnotherFile(Path path) throws IOException {
        if (Files.notExists(path) || Files.notExists(seal(path))) {
            return false;
        }
        SealedFile opened = readOnly(path);
        try {
            var unused = opened.check();
            long blocks = Math.min(opened.data.size() / BLOCK, opened.known);
            long own = 0;
            for (long block = 0; block < blocks; block++) {
                own += opened.matches(opened.readBlock(block), 0, block) ? 1 : 0;
            }
            return own * FEW < blocks;
        } finally {
            opened.release();
        }
    }

    static DamagedFile unsealed(Path path) {
        return new DamagedFile(
                path,
                "has no seal `" + seal(path).getFileName()
                        + "` beside it: the seal is missing, or an earlier version has written the file");
    }

    static Path seal(Path path) {
        return path.resolveSibling(path.getFileName() + SEAL);
    }

    /** Creates the seal atomically. */
    private static void create(Path seal, DiskFile.Opener opener, UUID folder) throws IOException {
        Path begun = seal.resolveSibling(seal.getFileName() + ".new");
        try (DiskFile fresh = DiskFile.open(begun, opener)) {
            fresh.truncate(0);
            ByteBuffer head = ByteBuffer.allocate(BLOCK);
            head.put(MAGIC).position(SLOT);
            head.put(slot(new Slot(0, 0, 0, new FileMark(folder, 1, 0)))).rewind();
            fresh.write(head, 0);
        }
        Files.move(begun, seal, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The first entry of a seal.
     *
     * @param end the length of the file in bytes
     * @param from the position of the first byte that is being written; equal to {@code to} while no write is in
     *     progress
     * @param to the position after the last byte that is being written
     */
    private record Slot(long end, long from, long to, FileMark mark) {}

    private ByteBuffer slot(long length, long from, long to) {
        return slot(new Slot(length, from, to, mark));
    }

    private static ByteBuffer slot(Slot slot) {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES)
                .putLong(slot.end())
                .putLong(slot.from())
                .putLong(slot.to());
        slot.mark().write(bytes);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.array(), 0, bytes.position());
        return bytes.putInt((int) checksum.getValue()).flip();
    }

    /** Reads the first entry of a seal. */
    private static Slot slot(Path sealPath, DiskFile seal) throws IOException {
        ByteBuffer head = seal.size() < BLOCK ? ByteBuffer.allocate(0) : seal.read(0, BLOCK);
        if (head.limit() == 0 || !head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            boolean older = head.limit() > 0
                    && StandardCharsets.US_ASCII
                            .decode(head.slice(0, MAGIC.length))
                            .toString()
                            .matches("anabranch seal [0-9]\n");
            throw new DamagedFile(
                    sealPath, older ? "was written by another version of Anabranch" : "is damaged at byte 0");
        }
        head.position(SLOT);
        Slot slot = new Slot(head.getLong(), head.getLong(), head.getLong(), FileMark.read(head));
        if (!head.slice(SLOT, SLOT_BYTES).equals(slot(slot))) {
            throw new DamagedFile(sealPath, "is damaged at byte " + SLOT);
        }
        return slot;
    }

    private static Slot slot(Path sealPath) throws IOException {
        try (DiskFile seal = DiskFile.open(sealPath, READ_ONLY)) {
            return slot(sealPath, seal);
        }
    }

    /** Reads the first entry of the seal of a file; empty if the seal is missing. */
    private static Optional<Slot> slotOf(Path path) throws IOException {
        return Files.notExists(seal(path)) ? Optional.empty() : Optional.of(slot(seal(path)));
    }

    /**
     * Reads the mark of a file from its seal, without opening the file.
     *
     * @return empty if the seal is missing
     * @throws DamagedFile if the seal is damaged
     */
    static Optional<FileMark> mark(Path path) throws IOException {
        return slotOf(path).map(Slot::mark);
    }

    /** Returns the current mark in the seal. */
    FileMark mark() {
        return mark;
    }

    /** Records the number of completed writes of the other file of the folder from now on. */
    synchronized void follow(LongSupplier writes) throws IOException {
        others = writes;
        completed();
    }

    /** Counts a completed write, or another change of the mark. */
    private void completed() throws IOException {
        FileMark next = new FileMark(mark.folder(), mark.writes() + 1, Math.max(mark.others(), others.getAsLong()));
        seal.write(slot(new Slot(end, 0, 0, next)), SLOT);
        mark = next;
    }

    /** Reads the seal and compares the lengths. Returns the damage, or null. */
    private @Nullable DamagedFile check() throws IOException {
        Path sealPath = seal(path);
        readSums(SealLayout.sums(seal.size()));
        Slot slot;
        try {
            slot = slot(sealPath, seal);
        } catch (DamagedFile damage) {
            return damage;
        }
        mark = slot.mark();
        long length = slot.end();
        long from = slot.from();
        long to = slot.to();
        sealedLength = length;
        torn = from < to;
        growing = torn && from < length && to == length;
        begun = growing && from == 0;
        openFrom = from / BLOCK;
        openTo = to / BLOCK;
        long size = data.size();
        boolean shrinking = torn && from == length;
        end = shrinking ? Math.min(size, length) : size;
        end -= end % BLOCK;
        if (size > length && !shrinking) {
            return new DamagedFile(path, "has " + size + " bytes, but only " + length + " were written");
        }
        if (size < length && !(growing && size >= from)) {
            lacking = true;
            return new DamagedFile(path, "is truncated: it has " + size + " bytes, but " + length + " were written");
        }
        long blocks = end / BLOCK;
        if (known < blocks && !(torn && openFrom <= known && openTo >= blocks)) {
            return new DamagedFile(sealPath, "is truncated: it has no checksum of block " + known);
        }
        if (!torn && seal.size() < SealLayout.length(blocks)) {
            return new DamagedFile(
                    sealPath,
                    "is truncated: it has " + seal.size() + " bytes, but " + SealLayout.length(blocks)
                            + " were written");
        }
        return null;
    }

    private void readSums(long count) throws IOException {
        int[] read = new int[(int) count];
        for (int block = 0; block < count; block += SealLayout.STRIPE) {
            int some = (int) Math.min(SealLayout.STRIPE, count - block);
            seal.read(SealLayout.sum(block), some * Integer.BYTES).asIntBuffer().get(read, block, some);
        }
        sums = read;
        known = count;
    }

    /** Seals the current content of the blocks that a killed process was writing. */
    private void sealTorn() throws IOException {
        if (begun && end < HEADER) {
            end = 0;
            known = 0;
        }
        if (data.size() > end) {
            data.truncate(end);
        }
        if (torn) {
            parity.rebuild(openFrom, Math.max(openFrom + 1, openTo), end / BLOCK);
            seal.truncate(SealLayout.length(end / BLOCK));
            settle(openFrom * BLOCK, Math.min(openTo * BLOCK, end));
            openTo = openFrom;
        }
    }

    private static int checksum(byte[] content, int offset, long block) {
        CRC32C checksum = new CRC32C();
        checksum.update(content, offset, BLOCK);
        return (int) (checksum.getValue() ^ block * 0x9E37_79B9L);
    }

    /**
     * Returns true if a killed process was writing. Its changes may be missing, because it had not acknowledged them.
     */
    boolean isTorn() {
        return torn;
    }

    /** Returns the reason why the disk currently refuses writes; empty while it accepts them. Refused writes wait. */
    Optional<String> trouble() {
        return data.trouble().or(seal::trouble);
    }

    /** Returns the first damage that was found so far, or null. */
    @Nullable
    DamagedFile damage() {
        return found;
    }

    /** Returns true if the file is shorter than what was written, or a read has found a damaged block. */
    boolean lacksContent() {
        return lacking;
    }

    /** Makes later writes wait while the disk refuses them. */
    void retryRefusedWrites() {
        data.retryRefusedWrites();
        seal.retryRefusedWrites();
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        long from = position - position % BLOCK;
        long to = position + length + BLOCK - 1;
        to -= to % BLOCK;
        try {
            // The length was checked at opening. MVStore also searches for chunks beyond it, and expects the read to
            // fail.
            byte[] content = data.read(from, (int) (to - from)).array();
            verify(content, from);
            return ByteBuffer.wrap(content).slice((int) (position - from), length);
        } catch (IOException e) {
            throw new UncheckedIOException("The file `" + path + "` cannot be read.", e);
        }
    }

    private void verify(byte[] content, long from) {
        for (int offset = 0; offset < content.length; offset += BLOCK) {
            long block = (from + offset) / BLOCK;
            if (!matches(content, offset, block)) {
                throw damaged("is damaged at byte " + block * BLOCK + ", or its checksum in `"
                        + seal(path).getFileName() + "` is at byte " + SealLayout.sum(block));
            }
        }
    }

    /** Returns false if the content of a block differs from what was written. */
    private boolean matches(byte[] content, int offset, long block) {
        return isOpen(block) || block >= known || sums[(int) block] == checksum(content, offset, block);
    }

    private boolean isOpen(long block) {
        return block >= openFrom && block < openTo;
    }

    private DamagedFile damaged(String what) {
        DamagedFile damage = new DamagedFile(path, what);
        lacking = true;
        if (found == null) {
            found = damage;
        }
        return damage;
    }

    @Override
    protected synchronized void writeFully(SFChunk chunk, long position, ByteBuffer bytes) {
        int length = bytes.remaining();
        if (position % BLOCK != 0 || length % BLOCK != 0) {
            throw new IllegalStateException("MVStore must write whole blocks, not " + length + " bytes at " + position);
        }
        try {
            fill(position);
            long to = position + length;
            long before = end;
            end = Math.max(end, to);
            setSize(end);
            seal.write(slot(end, position, to), SLOT);
            byte[] content = new byte[length];
            bytes.get(content);
            boolean counted = changeParity(position, content, before);
            data.write(ByteBuffer.wrap(content), position);
            if (!counted) {
                parity.rebuild(position / BLOCK, to / BLOCK, end / BLOCK);
            }
            seal(content, position);
            completed();
        } catch (IOException e) {
            throw new UncheckedIOException("The file `" + path + "` cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Changes the parity of blocks whose content will change.
     *
     * @param content the new content
     * @param before the length of the file until now
     * @return false if the parity must be rebuilt after the change, because the old content of a block is damaged
     */
    private boolean changeParity(long position, byte[] content, long before) throws IOException {
        int row = SealLayout.GROUPS * BLOCK;
        int length;
        for (int offset = 0; offset < content.length; offset += length) {
            long from = position + offset;
            length = (int) Math.min(content.length - offset, row - from % row);
            byte[] change = Arrays.copyOfRange(content, offset, offset + length);
            if (from < before) {
                byte[] old =
                        data.read(from, (int) Math.min(length, before - from)).array();
                for (int block = 0; block < old.length; block += BLOCK) {
                    if (!matches(old, block, (from + block) / BLOCK)) {
                        return false;
                    }
                }
                BlockParity.xor(change, old);
            }
            parity.change(from / BLOCK, change);
        }
        return true;
    }

    /** Fills the space that MVStore has skipped with zeros, and seals it. */
    private void fill(long position) throws IOException {
        if (position > end) {
            long from = end;
            end = position;
            seal.write(slot(end, from, position), SLOT);
            data.truncate(position);
            seal.truncate(SealLayout.length(position / BLOCK));
            settle(from, position);
        }
    }

    /** Seals the current content of blocks. */
    private void settle(long from, long to) throws IOException {
        for (long position = from; position < to; position += READ_BLOCKS * (long) BLOCK) {
            int length = (int) Math.min(READ_BLOCKS * (long) BLOCK, to - position);
            seal(data.read(position, length).array(), position);
        }
        seal.write(slot(end, 0, 0), SLOT);
    }

    private void seal(byte[] content, long position) throws IOException {
        ByteBuffer sealed = ByteBuffer.allocate(content.length / BLOCK * Integer.BYTES);
        for (int offset = 0; offset < content.length; offset += BLOCK) {
            sealed.putInt(checksum(content, offset, (position + offset) / BLOCK));
        }
        writeSums(seal, sealed.flip().duplicate(), position / BLOCK);
        remember(sealed.asIntBuffer(), (int) (position / BLOCK));
    }

    private static void writeSums(DiskFile seal, ByteBuffer sums, long from) throws IOException {
        long block = from;
        while (sums.hasRemaining()) {
            long some = Math.min(sums.remaining() / Integer.BYTES, SealLayout.STRIPE - block % SealLayout.STRIPE);
            ByteBuffer part = sums.slice(sums.position(), (int) some * Integer.BYTES);
            seal.write(part, SealLayout.sum(block));
            sums.position(sums.position() + part.limit());
            block += some;
        }
    }

    private void remember(IntBuffer sealed, int from) {
        int to = from + sealed.remaining();
        int[] all = to > sums.length ? Arrays.copyOf(sums, Math.max(to, 2 * sums.length)) : sums;
        sealed.get(all, from, to - from);
        sums = all;
        known = Math.max(known, to);
    }

    @Override
    public synchronized void truncate(long size) {
        if (size >= end) {
            return;
        }
        try {
            seal.write(slot(size, size, end), SLOT);
            long partEnd = (size / BLOCK + SealLayout.STRIPE - 1) / SealLayout.STRIPE * SealLayout.STRIPE * BLOCK;
            byte[] nothing = new byte[(int) (Math.min(partEnd, end) - size)];
            boolean counted = changeParity(size, nothing, end);
            data.truncate(size);
            end = size;
            known = Math.min(known, size / BLOCK);
            if (!counted) {
                parity.rebuild(size / BLOCK, size / BLOCK + 1, size / BLOCK);
            }
            seal.truncate(SealLayout.length(size / BLOCK));
            setSize(size);
            completed();
        } catch (IOException e) {
            throw new UncheckedIOException("The file `" + path + "` cannot be truncated.", e);
        }
    }

    @Override
    public void sync() {
        try {
            data.force();
            seal.force();
        } catch (IOException e) {
            throw new UncheckedIOException("The file `" + path + "` cannot be written to the disk.", e);
        }
    }

    @Override
    public void close() {
        super.close();
        release();
    }

    /** Closes both files and releases the lock of the file after opening has failed. */
    void abandon() {
        try {
            super.close();
        } catch (RuntimeException notOpened) {
            // MVStore has no method to close a file that is not completely open.
        } finally {
            release();
        }
    }

    /** Closes both files. A waiting write fails. */
    void release() {
        try {
            data.close();
            seal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The file `" + path + "` cannot be closed.", e);
        }
    }
}
