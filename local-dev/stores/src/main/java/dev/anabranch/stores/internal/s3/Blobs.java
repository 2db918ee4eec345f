package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.s3.StoredObject.Blob;
import dev.anabranch.stores.internal.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of objects, in chunks. A blob is written once, then read, then deleted. Readers pin a blob, and its chunks
 * are removed only after the last reader has unpinned it.
 *
 * <p>A blob without an object is loose: it is being written, or was deleted and still has chunks. Loose blobs are
 * listed in the store, so that the next process can remove those of a killed process without reading all blobs.
 */
final class Blobs {

    static final int CHUNK_BYTES = 256 * 1024;

    static final String CHUNKS = "s3/chunks";
    private static final String LOOSE = "s3/loose";

    /**
     * The number of low bits of a chunk's key for the chunk number; the other bits are the blob's id. They limit a blob
     * to 4 TB.
     */
    private static final int NUMBER_BITS = 24;

    private static final int UNAVAILABLE = 503;
    private static final long MB = 1L << 20;

    /** The maximum share of the heap for objects in memory. */
    private static final double HEAP_SHARE = 0.6;

    private final Storage storage;
    private final MVMap<Long, byte[]> chunks;

    /** The sizes of loose blobs by id; 0 while the size is unknown. */
    private final MVMap<Long, Long> loose;

    private final AtomicLong lastId;
    private final AtomicLong stored = new AtomicLong();
    private final long most;
    private final Map<Long, Integer> pins = new HashMap<>();
    private final Set<Blob> doomed = new HashSet<>();

    Blobs(Storage storage) {
        this(
                storage,
                storage.isInFile()
                        ? Long.MAX_VALUE
                        : (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE));
    }

    /** @param most the maximum number of stored bytes */
    Blobs(Storage storage, long most) {
        this.storage = storage;
        this.most = most;
        this.chunks = storage.restructure(() -> storage.maps().openMap(CHUNKS, chunkTypes()));
        this.loose = storage.restructure(() -> storage.maps().openMap(LOOSE, looseTypes()));
        Long lastKey = storage.read(chunks::lastKey);
        Long lastLoose = storage.read(loose::lastKey);
        this.lastId = new AtomicLong(
                Math.max(lastKey == null ? 0 : lastKey >> NUMBER_BITS, lastLoose == null ? 0 : lastLoose));
    }

    static MVMap.Builder<Long, byte[]> chunkTypes() {
        return new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE);
    }

    private static MVMap.Builder<Long, Long> looseTypes() {
        return new MVMap.Builder<Long, Long>().keyType(LongDataType.INSTANCE).valueType(LongDataType.INSTANCE);
    }

    /** Receives all bytes of a body while it is written. */
    interface Watcher {
        void update(byte[] bytes, int offset, int length);
    }

    long newId() {
        return lastId.incrementAndGet();
    }

    /**
     * Writes a body to its end, or at most one byte more than {@code expected}, which shows the caller that the body is
     * too long.
     *
     * @param expected the length of the body in bytes, or null if unknown
     */
    Blob write(InputStream body, @Nullable Long expected, Watcher watcher) throws IOException {
        long id = newId();
        long limit = expected == null ? Long.MAX_VALUE : expected + 1;
        long size = 0;
        boolean complete = false;
        try {
            for (long number = 0; size < limit; number++) {
                int room = (int) Math.min(CHUNK_BYTES, limit - size);
                byte[] bytes = body.readNBytes(room);
                if (bytes.length > 0) {
                    watcher.update(bytes, 0, bytes.length);
                    put(id, number, bytes);
                    size += bytes.length;
                }
                if (bytes.length < room) {
                    break;
                }
            }
            complete = true;
            return new Blob(id, size);
        } finally {
            if (!complete) {
                remove(new Blob(id, size));
            }
        }
    }

    private void put(long id, long number, byte[] bytes) {
        if (stored.addAndGet(bytes.length) > most) {
            stored.addAndGet(-bytes.length);
            throw S3Errors.of(
                    UNAVAILABLE,
                    "SlowDown",
                    "The embedded S3 keeps objects in memory and has reached its limit of " + most / MB + " MB."
                            + " Delete some objects, store them in a folder with `--data`, or increase the maximum heap"
                            + " size.");
        }
        boolean put = false;
        try {
            storage.write(() -> {
                if (number == 0) {
                    loose.put(id, 0L);
                }
                return chunks.put((id << NUMBER_BITS) + number, bytes);
            });
            put = true;
        } finally {
            if (!put) {
                stored.addAndGet(-bytes.length);
            }
        }
    }

    /**
     * Records that an object has these blobs. Call it inside {@link Storage#write}, together with the change of the
     * object.
     */
    void attach(List<Blob> blobs) {
        blobs.forEach(blob -> loose.remove(blob.id()));
    }

    /**
     * Records that no object has these blobs any longer. Call it inside {@link Storage#write}, followed by
     * {@link #delete}.
     */
    void detach(List<Blob> blobs) {
        blobs.forEach(blob -> loose.put(blob.id(), blob.size()));
    }

    /** Copies blobs chunk by chunk. In memory, the copies share the bytes. */
    List<Blob> copy(List<Blob> sources) {
        List<Blob> copies = new ArrayList<>();
        for (Blob source : sources) {
            Blob copy = new Blob(newId(), source.size());
            for (long number = 0; number * CHUNK_BYTES < source.size(); number++) {
                put(copy.id(), number, chunk(source, number));
            }
            copies.add(copy);
        }
        return copies;
    }

    byte[] chunk(Blob blob, long number) {
        byte[] bytes = storage.read(() -> chunks.get((blob.id() << NUMBER_BITS) + number));
        if (bytes == null) {
            throw new IllegalStateException(
                    "Chunk " + number + " of blob " + blob.id() + " is missing although it is in use");
        }
        return bytes;
    }

    /** Keeps blobs until {@link #unpin}. Call it under the lock of the object, so that no other thread deletes them. */
    void pin(List<Blob> blobs) {
        synchronized (pins) {
            blobs.forEach(blob -> pins.merge(blob.id(), 1, Integer::sum));
        }
    }

    void unpin(List<Blob> blobs) {
        List<Blob> free = new ArrayList<>();
        synchronized (pins) {
            for (Blob blob : blobs) {
                pins.computeIfPresent(blob.id(), (id, count) -> count == 1 ? null : count - 1);
                if (!pins.containsKey(blob.id()) && doomed.remove(blob)) {
                    free.add(blob);
                }
            }
        }
        free.forEach(this::remove);
    }

    /** Deletes blobs without an object, immediately or after the last reader has unpinned them. */
    void delete(List<Blob> blobs) {
        List<Blob> free = new ArrayList<>();
        synchronized (pins) {
            for (Blob blob : blobs) {
                if (pins.containsKey(blob.id())) {
                    doomed.add(blob);
                } else {
                    free.add(blob);
                }
            }
        }
        free.forEach(this::remove);
    }

    private void remove(Blob blob) {
        storage.write(() -> {
            for (long number = 0; number * CHUNK_BYTES < blob.size(); number++) {
                chunks.remove((blob.id() << NUMBER_BITS) + number);
            }
            loose.remove(blob.id());
            return blob;
        });
        stored.addAndGet(-blob.size());
    }

    /** Removes the loose blobs of a killed process. */
    void removeLoose() {
        storage.write(() -> {
            List<Long> ids = new ArrayList<>(loose.keySet());
            for (long id : ids) {
                Long key = chunks.ceilingKey(id << NUMBER_BITS);
                while (key != null && key >> NUMBER_BITS == id) {
                    chunks.remove(key);
                    key = chunks.higherKey(key);
                }
                loose.remove(id);
            }
            return ids.size();
        });
    }

    /** Returns true if all chunks of a blob exist. */
    boolean isWhole(Blob blob) {
        return storage.read(() -> {
            boolean whole = true;
            for (long number = 0; whole && number * CHUNK_BYTES < blob.size(); number++) {
                whole = chunks.containsKey((blob.id() << NUMBER_BITS) + number);
            }
            return whole;
        });
    }

    /** Removes the chunks of all other blobs. Reads all keys. */
    void removeAllBut(Set<Long> ids) {
        storage.write(() -> {
            Long[] orphans = chunks.keySet().stream()
                    .filter(key -> !ids.contains(key >> NUMBER_BITS))
                    .toArray(Long[]::new);
            Arrays.stream(orphans).forEach(chunks::remove);
            return orphans.length;
        });
    }
}
