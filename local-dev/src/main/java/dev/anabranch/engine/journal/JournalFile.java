package dev.anabranch.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A journal in one file that is only ever appended to. A frame is its length, a checksum, what it does, the number of the key and the
 * record; a key is named once, by a frame of its own. A process that is killed can leave half a frame at the end, which is cut off
 * when the file is opened again. When most of the file is superseded, what counts is copied to a new file that takes its place.
 */
public final class JournalFile implements Journal {

    private static final byte[] MAGIC = "anabranch journal 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 2 * Integer.BYTES;
    private static final int BODY = 1 + Integer.BYTES;
    private static final long WORTH_COMPACTING = 64L << 20;

    private static final byte NAME = 0;
    private static final byte APPEND = 1;
    private static final byte REPLACE = 2;
    private static final byte REMOVE = 3;

    private final Path file;
    private final long worthCompacting;
    private final Map<String, Entry> entries = new HashMap<>();
    private FileChannel channel;
    private int lastNumber;
    private long end;
    private long live;

    /** Where the frames of a key are. */
    private static final class Entry {
        private final int number;
        private final List<Long> positions = new ArrayList<>(1);
        private long bytes;

        Entry(int number) {
            this.number = number;
        }
    }

    private JournalFile(Path file, FileChannel channel, long worthCompacting) {
        this.file = file;
        this.channel = channel;
        this.worthCompacting = worthCompacting;
    }

    /**
     * Opens a file, which is created if absent. The caller sees to it that nobody else has it open.
     *
     * @throws DamagedJournal if the file is not a journal, or is damaged before its end
     */
    public static JournalFile open(Path file) {
        return open(file, WORTH_COMPACTING);
    }

    static JournalFile open(Path file, long worthCompacting) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            JournalFile journal = new JournalFile(file, channel, worthCompacting);
            journal.load();
            journal.compactIfWorthIt();
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be opened.", e);
        }
    }

    private void load() throws IOException {
        long size = channel.size();
        if (size < MAGIC.length) {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(MAGIC), 0);
            end = MAGIC.length;
            return;
        }
        if (!ByteBuffer.wrap(MAGIC).equals(read(0, MAGIC.length))) {
            throw new DamagedJournal("The file " + file + " is not a journal of Anabranch. Name another data folder.");
        }
        end = MAGIC.length;
        Map<Integer, String> names = new HashMap<>();
        for (ByteBuffer body = frame(size); body != null; body = frame(size)) {
            long position = end;
            end += HEADER + body.limit();
            apply(names, position, body);
        }
        if (end < size) {
            channel.truncate(end);
        }
    }

    /** The frame at the end of what was read, or null if there is no whole one. */
    private @Nullable ByteBuffer frame(long size) throws IOException {
        if (size - end < HEADER) {
            return null;
        }
        ByteBuffer header = read(end, HEADER);
        int length = header.getInt();
        int checksum = header.getInt();
        if (length < BODY || end + HEADER + length > size) {
            return null;
        }
        ByteBuffer body = read(end + HEADER, length);
        if (checksum(body) == checksum) {
            return body;
        }
        if (end + HEADER + length == size) {
            return null;
        }
        throw new DamagedJournal("The journal " + file + " is damaged at byte " + end
                + ", before its end. Restore it from a copy, or begin with another data folder.");
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
            throw new DamagedJournal("The journal " + file + " has a record of an unknown key at byte " + position
                    + ". Restore it from a copy, or begin with another data folder.");
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
        compactIfWorthIt();
    }

    @Override
    public synchronized void remove(String key) {
        if (entries.containsKey(key)) {
            write(key, REMOVE, new byte[0]);
            compactIfWorthIt();
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
            while (frames.hasRemaining()) {
                channel.write(frames, end + frames.position());
            }
            end += length;
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be written.", e);
        }
        index(key, number, kind, position, HEADER + BODY + item.length);
    }

    private static void putFrame(ByteBuffer frames, byte kind, int number, byte[] item) {
        int start = frames.position();
        frames.position(start + HEADER);
        frames.put(kind).putInt(number).put(item);
        ByteBuffer body = frames.duplicate();
        body.position(start + HEADER).limit(start + HEADER + BODY + item.length);
        frames.putInt(start, BODY + item.length).putInt(start + Integer.BYTES, checksum(body.slice()));
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
            int length = read(position, Integer.BYTES).getInt();
            byte[] item = new byte[length - BODY];
            read(position + HEADER + BODY, item.length).get(item);
            return item;
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be read.", e);
        }
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException(
                        "The file ends at " + channel.size() + " and was read up to " + position + length);
            }
        }
        return buffer.flip();
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

    /** Everybody waits meanwhile: a copy of what counts is small where compacting is worth it. */
    private void compactIfWorthIt() {
        if (end < worthCompacting || live > end / 2) {
            return;
        }
        Path copy = file.resolveSibling(file.getFileName() + ".new");
        try {
            FileChannel old = channel;
            Files.deleteIfExists(copy);
            try (JournalFile fresh = open(copy, Long.MAX_VALUE)) {
                for (String key : entries.keySet()) {
                    read(key).forEach(item -> fresh.append(key, item));
                }
                adopt(fresh);
            }
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            old.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be compacted.", e);
        }
    }

    private void adopt(JournalFile fresh) {
        entries.clear();
        entries.putAll(fresh.entries);
        lastNumber = fresh.lastNumber;
        end = fresh.end;
        live = fresh.live;
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + file + " cannot be closed.", e);
        }
    }

    /** The file is not what it should be, before its last record. */
    public static final class DamagedJournal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DamagedJournal(String message) {
            super(message);
        }
    }
}
