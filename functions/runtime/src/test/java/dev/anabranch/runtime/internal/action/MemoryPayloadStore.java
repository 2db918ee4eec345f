package dev.anabranch.runtime.internal.action;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store of payloads in memory that counts its requests. */
public final class MemoryPayloadStore implements PayloadStore {

    private final NavigableMap<String, byte[]> payloads = new ConcurrentSkipListMap<>();
    private final AtomicInteger puts = new AtomicInteger();
    private final AtomicInteger parts = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger largestPutFromMemory = new AtomicInteger();
    private @Nullable String trouble;
    private boolean exhausts;

    /** Makes every later call fail with the exception; null ends this. */
    public void fail(@Nullable String message) {
        trouble = message;
    }

    /** Makes every later read fail with an {@link OutOfMemoryError}. */
    public void exhaust() {
        exhausts = true;
    }

    public int puts() {
        return puts.get();
    }

    /** Returns the number of requests for parts of payloads. */
    public int parts() {
        return parts.get();
    }

    /** Returns the number of streams that have not been closed. */
    public int open() {
        return open.get();
    }

    /** Returns the size of the largest array that was returned, in bytes. */
    public int largestPutFromMemory() {
        return largestPutFromMemory.get();
    }

    public Map<String, byte[]> payloads() {
        return payloads;
    }

    public String text(String key) {
        return new String(get(key), StandardCharsets.UTF_8);
    }

    @Override
    public void put(String key, String mediaType, byte[] bytes) {
        largestPutFromMemory.accumulateAndGet(bytes.length, Math::max);
        keep(key, bytes.clone());
    }

    @Override
    public void put(String key, String mediaType, Path file) {
        try {
            keep(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(String key, byte[] bytes) {
        check();
        puts.incrementAndGet();
        payloads.put(key, bytes);
    }

    @Override
    public byte[] get(String key) {
        check();
        byte[] bytes = payloads.get(key);
        if (bytes == null) {
            throw new PayloadMissing(key);
        }
        return bytes.clone();
    }

    @Override
    public InputStream open(String key, long offset, long length) {
        parts.incrementAndGet();
        return new ByteArrayInputStream(get(key), (int) offset, (int) length);
    }

    @Override
    public InputStream open(String key) {
        InputStream stream = new ByteArrayInputStream(get(key)) {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    open.decrementAndGet();
                }
                closed = true;
            }
        };
        open.incrementAndGet();
        return stream;
    }

    @Override
    public void copy(String from, String to) {
        put(to, "application/json", get(from));
    }

    @Override
    public Stream<Payload> list(String prefix) {
        check();
        return payloads.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> new Payload(entry.getKey(), entry.getValue().length));
    }

    @Override
    public void delete(Collection<String> keys) {
        check();
        keys.forEach(payloads::remove);
    }

    private void check() {
        if (exhausts) {
            throw new OutOfMemoryError("Java heap space");
        }
        if (trouble != null) {
            throw new StoreException(trouble, null);
        }
    }
}
