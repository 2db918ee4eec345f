package dev.anabranch.engine.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A journal in one append-only file. The head of the file has the position up to which records are acknowledged. A
 * frame consists of its length, a checksum of the record, a checksum of both and of the frame's position, an operation,
 * the number of the key, and the record. A separate frame assigns a number to each key. A killed process can leave an
 * incomplete frame after the acknowledged end, which is dropped when the file is opened. Any other damage throws
 * {@link DamagedFile}. When most of the file is superseded, the current records are copied to a new file that replaces
 * it.
 */
public final class JournalFile implements Journal {

    private static final byte[] MAGIC = "anabranch journal 3\n".getBytes(StandardCharsets.US_ASCII);
    static final int HEAD = MAGIC.length + Long.BYTES + FileMark.BYTES + Integer.BYTES;
    static final int HEADER = 3 * Integer.BYTES;
    static final int BODY = 1 + Integer.BYTES;
    private static final long WORTH_COMPACTING = 64L << 20;

    static final byte NAME = 0;
    static final byte APPEND = 1;
    static final byte REPLACE = 2;
    static final byte REMOVE = 3;

    private final Path file;
    private final DiskFile.Opener opener;
    private final Map<String, Entry> entries = new HashMap<>();
    private final LongSupplier others;
    private volatile DiskFile disk;
    private volatile FileMark mark;
    private long compactBeyond;
    private int lastNumber;
    private long acknowledged;
    private long end;
    private long live;
    private long dropped;

    /** The positions of the frames of a key. */
    private static final class Entry {
        private final int number;
        private final List<Long> positions = new ArrayList<>(1);
        private long bytes;

        Entry(int number) {
            this.number = number;
        }
    }

    /**
     * Options for opening a journal.
     *
     * @param opener opens the files
     * @param compactBeyond the size in bytes from which the file is compacted
     * @param folder the id of the data folder, for a new file
     * @param others returns the number of writes that the other file of the folder has completed
     */
    private record Settings(DiskFile.Opener opener, long compactBeyond, UUID folder, LongSupplier others) {}

    private JournalFile(Path file, DiskFile disk, Settings settings) {
        this.file = file;
        this.opener = settings.opener();
        this.others = settings.others();
        this.disk = disk;
        this.mark = new FileMark(settings.folder(), 0, 0);
        this.compactBeyond = settings.compactBeyond();
    }

    /**
     * Opens a file, and creates it if it is missing. The caller ensures that no other process has it open.
     *
     * @throws DamagedFile if the file is not a journal, or is damaged before its acknowledged end
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public static JournalFile open(Path file) {
        return open(file, WORTH_COMPACTING);
    }

    /**
     * Opens the journal of a data folder, and creates it if it is missing. The caller ensures that no other process has
     * it open.
     *
     * @param folder the id of the folder, for a new file
     * @param others returns the number of writes that the other file of the folder has completed
     * @throws DamagedFile if the file is not a journal, or is damaged before its acknowledged end
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public static JournalFile open(Path file, UUID folder, LongSupplier others) {
        return open(file, new Settings(DiskFile.Opener.DISK, WORTH_COMPACTING, folder, others));
    }

    static JournalFile open(Path file, long compactBeyond) {
        return open(file, compactBeyond, DiskFile.Opener.DISK);
    }

    static JournalFile open(Path file, long compactBeyond, DiskFile.Opener opener) {
        return open(file, new Settings(opener, compactBeyond, FileMark.NO_FOLDER, () -> 0));
    }

    /**
     * Opens an existing file for reading, without changing it. An incomplete record at its end is ignored.
     *
     * @throws DamagedFile if the file is not a journal, or is damaged before its acknowledged end
     * @throws UncheckedIOException if the file cannot be read
     */
    public static JournalFile read(Path file) {
        DiskFile.Opener readOnly = path -> new RandomAccessFile(path.toFile(), "r");
        try {
            return load(file, new Settings(readOnly, Long.MAX_VALUE, FileMark.NO_FOLDER, () -> 0), journal -> {});
        } catch (IOException e) {
            throw new UncheckedIOException("The journal `" + file + "` cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static JournalFile open(Path file, Settings settings) {
        try {
            JournalFile journal = load(file, settings, JournalFile::settle);
            journal.compactIfMostlyDead();
            journal.disk.retryRefusedWrites();
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("The journal `" + file + "` cannot be opened: " + e.getMessage() + ".", e);
        }
    }

    /** What is done with a journal after its records have been read. */
    private interface Preparation {
        void prepare(JournalFile journal) throws IOException;
    }

    private static JournalFile load(Path file, Settings settings, Preparation preparation) throws IOException {
        if (Files.notExists(file)) {
            create(file, settings);
        }
        DiskFile disk = DiskFile.open(file, settings.opener());
        boolean whole = false;
        try {
            JournalFile journal = new JournalFile(file, disk, settings);
            journal.load();
            preparation.prepare(journal);
            whole = true;
            return journal;
        } finally {
            if (!whole) {
                disk.close();
            }
        }
    }

    /** Creates the file atomically together with its head, so that a file without a head is damaged. */
    private static void create(Path file, Settings settings) throws IOException {
        Path begun = file.resolveSibling(file.getFileName() + ".begun");
        try (DiskFile fresh = DiskFile.open(begun, settings.opener())) {
            fresh.truncate(0);
            fresh.write(
                    head(
                            HEAD,
                            new FileMark(settings.folder(), 1, settings.others().getAsLong())),
                    0);
        }
        Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the mark of a journal without opening it.
     *
     * @return empty if the file is missing
     * @throws DamagedFile if the file is not a journal, or its head is damaged
     */
    public static Optional<FileMark> mark(Path file) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (DiskFile disk = DiskFile.open(file)) {
            return Optional.of(head(file, disk).mark());
        }
    }

    /** Returns the number of writes that the file has completed. */
    public long writes() {
        return mark.writes();
    }

    private static ByteBuffer head(long acknowledged, FileMark mark) {
        ByteBuffer head = ByteBuffer.allocate(HEAD).put(MAGIC).putLong(acknowledged);
        mark.write(head);
        return head.putInt(checksum(head.duplicate().flip())).flip();
    }

    /**
     * The head of the file.
     *
     * @param acknowledged the position up to which records are acknowledged
     */
    record Head(long acknowledged, FileMark mark) {}

    static Head head(Path file, DiskFile disk) throws IOException {
        if (disk.size() < HEAD || !ByteBuffer.wrap(MAGIC).equals(disk.read(0, MAGIC.length))) {
            throw new DamagedFile(
                    file, "is not a journal of this version of Anabranch, or its first bytes are damaged");
        }
        ByteBuffer bytes = disk.read(0, HEAD);
        bytes.position(MAGIC.length);
        Head head = new Head(bytes.getLong(), FileMark.read(bytes));
        if (!bytes.rewind().equals(head(head.acknowledged(), head.mark()))) {
            throw new DamagedFile(file, "is damaged at byte " + MAGIC.length);
        }
        return head;
    }

    /** Acknowledges everything up to a position. */
    private void acknowledge(long upTo) throws IOException {
        FileMark next = new FileMark(mark.folder(), mark.writes() + 1, Math.max(mark.others(), others.getAsLong()));
        disk.write(head(upTo, next), 0);
        mark = next;
        end = upTo;
        acknowledged = upTo;
    }

    private void load() throws IOException {
        long size = disk.size();
        Head head = head(file, disk);
        acknowledged = head.acknowledged();
        mark = head.mark();
        if (size < acknowledged) {
            throw new DamagedFile(
                    file, "is truncated: it has " + size + " bytes, but " + acknowledged + " were written");
        }
        end = HEAD;
        Map<Integer, String> names = new HashMap<>();
        for (ByteBuffer body = frame(size); body != null; body = frame(size)) {
            long position = end;
            end += HEADER + body.limit();
            apply(names, position, body);
        }
        if (end < acknowledged) {
            throw new DamagedFile(file, "is damaged at byte " + end + ", before its end at byte " + acknowledged);
        }
        dropped = size - end;
    }

    /** Drops an incomplete record at the end, and acknowledges complete ones. */
    private void settle() throws IOException {
        if (dropped > 0) {
            disk.truncate(end);
        }
        if (end > acknowledged) {
            acknowledge(end);
        }
    }

    /** Returns the number of bytes of an incomplete record that were dropped when the file was opened; 0 if none. */
    public long droppedBytes() {
        return dropped;
    }

    /** Returns the reason why the disk currently refuses writes; empty while it accepts them. Refused writes wait. */
    public Optional<String> trouble() {
        return disk.trouble();
    }

    private @Nullable ByteBuffer frame(long size) throws IOException {
        return size - end < HEADER + BODY ? null : frame(disk, disk.read(end, HEADER), end, size);
    }

    /** Returns the body of the frame at a position, or null if no complete frame begins there. */
    static @Nullable ByteBuffer frame(DiskFile disk, ByteBuffer header, long position, long size) throws IOException {
        int length = header.getInt();
        int checksum = header.getInt();
        if (header.getInt() != checksum(position, length, checksum)
                || length < BODY
                || position + HEADER + length > size) {
            return null;
        }
        ByteBuffer body = disk.read(position + HEADER, length);
        return checksum(body) == checksum ? body : null;
    }

    private static int checksum(long position, int length, int checksum) {
        return checksum(ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(position)
                .putInt(length)
                .putInt(checksum)
                .flip());
    }

    private void apply(Map<Integer, String> names, long position, ByteBuffer body) {
        byte kind = body.get();
        int number = body.getInt();
        int bytes = HEADER + body.limit();
        lastNumber = Math.max(lastNumber, number);
        if (kind == NAME) {
            names.put(number, StandardCharsets.UTF_8.decode(body).toString());
            return;
        }
        String key = names.get(number);
        if (key == null) {
            throw new DamagedFile(file, "has a record of an unknown key at byte " + position);
        }
        index(key, number, kind, position, bytes);
    }

    private void index(String key, int number, byte kind, long position, int bytes) {
        if (kind == REMOVE) {
            Entry removed = entries.remove(key);
            live -= removed == null ? 0 : removed.bytes;
            return;
        }
        Entry entry = entries.computeIfAbsent(key, k -> new Entry(number));
        if (kind == REPLACE) {
            live -= entry.bytes;
            entry.bytes = 0;
            entry.positions.clear();
        }
        entry.positions.add(position);
        entry.bytes += bytes;
        live += bytes;
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public synchronized void append(String key, byte[] item) {
        write(key, APPEND, item);
    }

    @Override
    public synchronized void replace(String key, byte[] item) {
        write(key, REPLACE, item);
        compactIfMostlyDead();
    }

    @Override
    public synchronized void remove(String key) {
        if (entries.containsKey(key)) {
            write(key, REMOVE, new byte[0]);
            compactIfMostlyDead();
        }
    }

    private void write(String key, byte kind, byte[] item) {
        Entry known = entries.get(key);
        int number = known == null ? ++lastNumber : known.number;
        byte[] name = known == null ? key.getBytes(StandardCharsets.UTF_8) : new byte[0];
        ByteBuffer frames =
                ByteBuffer.allocate((known == null ? HEADER + BODY + name.length : 0) + HEADER + BODY + item.length);
        if (known == null) {
            putFrame(frames, NAME, number, name);
        }
        long position = end + frames.position();
        putFrame(frames, kind, number, item);
        frames.flip();
        try {
            int length = frames.limit();
            disk.write(frames, end);
            acknowledge(end + length);
        } catch (IOException e) {
            throw new UncheckedIOException("The journal `" + file + "` cannot be written.", e);
        }
        index(key, number, kind, position, HEADER + BODY + item.length);
    }

    private void putFrame(ByteBuffer frames, byte kind, int number, byte[] item) {
        int start = frames.position();
        frames.position(start + HEADER);
        frames.put(kind).putInt(number).put(item);
        ByteBuffer body = frames.duplicate();
        body.position(start + HEADER).limit(start + HEADER + BODY + item.length);
        int length = BODY + item.length;
        int checksum = checksum(body.slice());
        frames.putInt(start, length)
                .putInt(start + Integer.BYTES, checksum)
                .putInt(start + 2 * Integer.BYTES, checksum(end + start, length, checksum));
    }

    private static int checksum(ByteBuffer body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body.duplicate());
        return (int) checksum.getValue();
    }

    @Override
    public synchronized List<byte[]> read(String key) {
        Entry entry = entries.get(key);
        List<byte[]> items = new ArrayList<>();
        for (long position : entry == null ? List.<Long>of() : entry.positions) {
            items.add(item(position));
        }
        return items;
    }

    private byte[] item(long position) {
        try {
            int length = disk.read(position, Integer.BYTES).getInt();
            return disk.read(position + HEADER + BODY, length - BODY).array();
        } catch (IOException e) {
            throw new UncheckedIOException("The journal `" + file + "` cannot be read.", e);
        }
    }

    @Override
    public synchronized Set<String> keys(String prefix) {
        Set<String> keys = new TreeSet<>();
        for (String key : entries.keySet()) {
            if (key.startsWith(prefix)) {
                keys.add(key);
            }
        }
        return keys;
    }

    /**
     * Replaces the file with a copy of its current records if most of it is superseded. Blocks other callers meanwhile.
     * If it fails because disk space or file descriptors are exhausted, the file stays unchanged, and the next attempt
     * follows after the file has grown.
     */
    private void compactIfMostlyDead() {
        if (end < compactBeyond || live > end / 2) {
            return;
        }
        Path copy = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < 2 * live) {
                throw new IOException("The disk has no space for a copy.");
            }
            Files.deleteIfExists(copy);
            compactTo(
                    load(copy, new Settings(opener, Long.MAX_VALUE, mark.folder(), others), JournalFile::settle), copy);
        } catch (IOException | UncheckedIOException e) {
            compactBeyond = end + WORTH_COMPACTING;
        }
    }

    private void compactTo(JournalFile fresh, Path copy) throws IOException {
        DiskFile old = disk;
        boolean done = false;
        try {
            fresh.mark = mark;
            fresh.acknowledge(fresh.end);
            for (String key : entries.keySet()) {
                read(key).forEach(item -> fresh.append(key, item));
            }
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        } finally {
            if (!done) {
                fresh.close();
                Files.deleteIfExists(copy);
            }
        }
        fresh.disk.retryRefusedWrites();
        adopt(fresh);
        old.close();
    }

    private void adopt(JournalFile fresh) {
        entries.clear();
        entries.putAll(fresh.entries);
        lastNumber = fresh.lastNumber;
        end = fresh.end;
        live = fresh.live;
        disk = fresh.disk;
        mark = fresh.mark;
    }

    @Override
    public void close() {
        try {
            disk.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The journal `" + file + "` cannot be closed.", e);
        }
    }
}
