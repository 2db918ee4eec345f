package dev.anabranch.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies the complete records of a damaged journal to a new file. The key of a damaged record is unknown. A key is left
 * out if one of its records may be missing between two others, because the meaning of its records depends on all of
 * them.
 */
public final class JournalSalvage {

    private static final int WINDOW = 1 << 20;

    private final String name;
    private final DiskFile damaged;
    private final long size;
    private final JournalFile copy;
    private final Map<Integer, KeyState> keys = new HashMap<>();
    private final List<String> lost = new ArrayList<>();
    private int gaps;
    private int withoutKey;
    private long windowAt;
    private ByteBuffer window = ByteBuffer.allocate(0);

    /** The state of a key during the scan. */
    private static final class KeyState {
        private final String name;

        /** The number of gaps before the last complete record of the key. */
        private int gapsBefore;

        private boolean complete = true;

        KeyState(String name, int gapsBefore) {
            this.name = name;
            this.gapsBefore = gapsBefore;
        }
    }

    private JournalSalvage(String name, DiskFile damaged, JournalFile copy) throws IOException {
        this.name = name;
        this.damaged = damaged;
        this.size = damaged.size();
        this.copy = copy;
    }

    /**
     * Copies every complete record of a damaged journal. Leaves out keys of which a record may be missing.
     *
     * @param damaged is not changed
     * @param copy must be empty
     * @return one sentence for each loss; empty if nothing was lost
     */
    public static List<String> salvage(Path damaged, JournalFile copy) throws IOException {
        try (DiskFile file = DiskFile.open(damaged)) {
            JournalSalvage salvage = new JournalSalvage(String.valueOf(damaged.getFileName()), file, copy);
            salvage.copyFrames();
            salvage.compareEnd(damaged);
            return salvage.lost;
        }
    }

    private void copyFrames() throws IOException {
        long gapFrom = -1;
        long position = JournalFile.HEAD;
        while (position < size) {
            ByteBuffer body = frame(position);
            if (body == null) {
                gapFrom = gapFrom < 0 ? position : gapFrom;
                position++;
                continue;
            }
            if (gapFrom >= 0) {
                gap(gapFrom, position);
                gapFrom = -1;
            }
            position += JournalFile.HEADER + body.limit();
            copy(body);
        }
        if (gapFrom >= 0) {
            gap(gapFrom, size);
        }
        if (withoutKey > 0) {
            lost.add(withoutKey + (withoutKey == 1 ? " record" : " records") + " of `" + name + "` "
                    + (withoutKey == 1 ? "is" : "are") + " left out because the key is lost.");
        }
        keys.values().stream()
                .filter(key -> !key.complete)
                .map(key -> "A record of `" + key.name + "` in `" + name
                        + "` may be missing, so its other records are left out.")
                .sorted()
                .forEach(lost::add);
    }

    private void compareEnd(Path file) throws IOException {
        try {
            long acknowledged = JournalFile.head(file, damaged).acknowledged();
            if (acknowledged > size) {
                lost.add("Bytes " + size + " to " + (acknowledged - 1) + " of `" + name + "` are missing.");
            }
        } catch (DamagedFile e) {
            lost.add(e.what());
        }
    }

    private void gap(long from, long to) {
        gaps++;
        lost.add("Bytes " + from + " to " + (to - 1) + " of `" + name + "` contain no whole record.");
    }

    private @Nullable ByteBuffer frame(long position) throws IOException {
        if (size - position < JournalFile.HEADER + JournalFile.BODY) {
            return null;
        }
        if (position < windowAt || position + JournalFile.HEADER > windowAt + window.limit()) {
            windowAt = position;
            window = damaged.read(position, (int) Math.min(WINDOW, size - position));
        }
        ByteBuffer header = window.slice((int) (position - windowAt), JournalFile.HEADER);
        return JournalFile.frame(damaged, header, position, size);
    }

    private void copy(ByteBuffer body) {
        byte kind = body.get();
        int number = body.getInt();
        byte[] item = new byte[body.remaining()];
        body.get(item);
        if (kind == JournalFile.NAME) {
            KeyState named = new KeyState(new String(item, StandardCharsets.UTF_8), gaps);
            copy.remove(named.name); // A gap may have destroyed the record that removes the key.
            keys.put(number, named);
            return;
        }
        KeyState key = keys.get(number);
        if (key == null) {
            withoutKey++;
            return;
        }
        boolean followsAGap = key.gapsBefore < gaps;
        key.gapsBefore = gaps;
        switch (kind) {
            case JournalFile.REMOVE -> {
                copy.remove(key.name);
                keys.remove(number);
            }
            case JournalFile.REPLACE -> {
                copy.replace(key.name, item);
                key.complete = true;
            }
            default -> append(key, item, followsAGap);
        }
    }

    /**
     * Adds a record. The name of a key and its first record are one write, so a gap before the first record may also
     * have destroyed an earlier one.
     */
    private void append(KeyState key, byte[] item, boolean followsAGap) {
        key.complete &= !followsAGap;
        if (key.complete) {
            copy.append(key.name, item);
        } else {
            copy.remove(key.name);
        }
    }
}
