package dev.anabranch.engine.journal;

import java.io.IOException;
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
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A journal in one file that is only ever appended to. Its head says how much of it is acknowledged. A frame is its length, a checksum of the
 * record, a checksum of both and of its position, what it does, the number of the key and the record; a key is named once, by a frame of its
 * own. A process that is killed can leave half a frame after the acknowledged end, which is cut off when the file is opened again; any other
 * damage is refused. When most of the file is superseded, what counts is copied to a new file that takes its place.
 */
public final class JournalFile implements Journal {

    private static final byte[] MAGIC = "anabranch journal 2\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = MAGIC.length + Long.BYTES + Integer.BYTES;
    private static final int HEADER = 3 * Integer.BYTES;
    private static final int BODY = 1 + Integer.BYTES;
    private static final long WORTH_COMPACTING = 64L << 20;

    private static final byte NAME = 0;
    private static final byte APPEND = 1;
    private static final byte REPLACE = 2;
    private static final byte REMOVE = 3;

    private final Path file;
    private final Map<String, Entry> entries = new HashMap<>();
    private volatile DiskFile disk;
    private long compactBeyond;
    private int lastNumber;
    private long end;
    private long live;
    private long dropped;

    /** Where the frames of a key are. */
    private static final class Entry {
        private final int number;
        private final List<Long> positions = new ArrayList<>(1);
        private long bytes;

        Entry(int number) {
            this.number = number;
        }
    }

    private JournalFile(Path file, DiskFile disk, long compactBeyond) {
        this.file = file;
        this.disk = disk;
        this.compactBeyond = compactBeyond;
    }

    /**
     * Opens a file, which is created if absent. The caller sees to it that nobody else has it open.
     *
     * @throws DamagedFile if the file is not a journal, or is damaged before its end
     */
    public static JournalFile open(Path file) {
        return open(file, WORTH_COMPACTING);
    }

    static JournalFile open(Path file, long compactBeyond) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            DiskFile disk = DiskFile.open(file);
            boolean whole = false;
            try {
                JournalFile journal = new JournalFile(file, disk, compactBeyond);
                journal.load();
                journal.compactIfMostlyDead();
                whole = true;
                return journal;
            } finally {
                if (!whole) {
                    disk.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be opened.", e);
        }
    }

    /** Whole or not at all, so that an empty file is a damaged one. */
    private static void create(Path file) throws IOException {
        Path begun = file.resolveSibling(file.getFileName() + ".begun");
        try (DiskFile fresh = DiskFile.open(begun)) {
            fresh.truncate(0);
            fresh.write(head(HEAD), 0);
        }
        Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ByteBuffer head(long acknowledged) {
        ByteBuffer head = ByteBuffer.allocate(HEAD).put(MAGIC).putLong(acknowledged);
        return head.putInt(checksum(head.duplicate().flip())).flip();
    }

    private void load() throws IOException {
        long size = disk.size();
        if (size < HEAD || !ByteBuffer.wrap(MAGIC).equals(disk.read(0, MAGIC.length))) {
            throw new DamagedFile(
                    file, "is not a journal of this version of Anabranch, or its first bytes are damaged");
        }
        ByteBuffer head = disk.read(0, HEAD);
        long acknowledged = head.getLong(MAGIC.length);
        if (!head.equals(head(acknowledged))) {
            throw new DamagedFile(file, "is damaged at byte " + MAGIC.length);
        }
        if (size < acknowledged) {
            throw new DamagedFile(file, "is cut: it has " + size + " bytes, but " + acknowledged + " were written");
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
        if (end < size) {
            dropped = size - end;
            disk.truncate(end);
        }
        if (end > acknowledged) {
            disk.write(head(end), 0);
        }
    }

    /** How many bytes of an unfinished record of a killed process were dropped when the file was opened. */
    public long droppedBytes() {
        return dropped;
    }

    /** Why the file cannot be written at the moment; empty while it can be. Records wait meanwhile. */
    public Optional<String> trouble() {
        return disk.trouble();
    }

    /**
     * Copies every whole frame of a damaged journal to another file, and skips what is not whole.
     *
     * @return what was lost, one sentence each; empty if nothing was
     */
    public static List<String> salvage(Path damaged, Path copy) throws IOException {
        List<String> lost = new ArrayList<>();
        Files.deleteIfExists(copy);
        try (DiskFile disk = DiskFile.open(damaged);
                JournalFile fresh = open(copy, Long.MAX_VALUE)) {
            JournalFile old = new JournalFile(damaged, disk, Long.MAX_VALUE);
            Map<Integer, String> names = new HashMap<>();
            long size = disk.size();
            long skipped = 0;
            old.end = HEAD;
            while (old.end < size) {
                ByteBuffer body = old.frame(size);
                if (body == null) {
                    old.end++;
                    skipped++;
                    continue;
                }
                if (skipped > 0) {
                    lost.add("Bytes " + (old.end - skipped) + " to " + (old.end - 1) + " hold no whole record.");
                    skipped = 0;
                }
                old.end += HEADER + body.limit();
                fresh.adopt(names, body, lost);
            }
            if (skipped > 0) {
                lost.add("Bytes " + (size - skipped) + " to " + (size - 1) + " hold no whole record.");
            }
        }
        return lost;
    }

    private void adopt(Map<Integer, String> names, ByteBuffer body, List<String> lost) {
        byte kind = body.get();
        int number = body.getInt();
        byte[] item = new byte[body.remaining()];
        body.get(item);
        if (kind == NAME) {
            names.put(number, new String(item, StandardCharsets.UTF_8));
            return;
        }
        String key = names.get(number);
        if (key == null) {
            lost.add("A record has lost its key.");
        } else if (kind == REMOVE) {
            remove(key);
        } else {
            write(key, kind, item);
        }
    }

    /** The frame at the end of what was read, or null if there is no whole one. */
    private @Nullable ByteBuffer frame(long size) throws IOException {
        if (size - end < HEADER + BODY) {
            return null;
        }
        ByteBuffer header = disk.read(end, HEADER);
        int length = header.getInt();
        int checksum = header.getInt();
        if (header.getInt() != checksum(end, length, checksum) || length < BODY || end + HEADER + length > size) {
            return null;
        }
        ByteBuffer body = disk.read(end + HEADER, length);
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
            disk.write(head(end + length), 0);
            end += length;
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be written.", e);
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
            throw new UncheckedIOException("The journal " + file + " cannot be read.", e);
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
     * Copies the live records into a new file if at most half of the file is live. Blocks writers until it returns; the copy is small.
     * If it fails because the disk is full or no file descriptor is left, the file stays unchanged, and the next attempt is made
     * when the file has grown.
     */
    private void compactIfMostlyDead() {
        if (end < compactBeyond || live > end / 2) {
            return;
        }
        Path copy = file.resolveSibling(file.getFileName() + ".new");
        DiskFile old = disk;
        try {
            if (Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < 2 * live) {
                throw new IOException("There is no room for a copy.");
            }
            Files.deleteIfExists(copy);
            JournalFile fresh = open(copy, Long.MAX_VALUE);
            for (String key : entries.keySet()) {
                read(key).forEach(item -> fresh.append(key, item));
            }
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            adopt(fresh);
            old.close();
        } catch (IOException | UncheckedIOException e) {
            compactBeyond = end + WORTH_COMPACTING;
        }
    }

    private void adopt(JournalFile fresh) {
        entries.clear();
        entries.putAll(fresh.entries);
        lastNumber = fresh.lastNumber;
        end = fresh.end;
        live = fresh.live;
        disk = fresh.disk;
    }

    @Override
    public void close() {
        try {
            disk.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be closed.", e);
        }
    }
}
