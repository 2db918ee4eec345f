package dev.anabranch.engine;

import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.integration.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * An object store in memory, by {@code bucket/key}. Buckets are created implicitly. A page of a list has two objects.
 */
final class MemoryObjects implements ObjectStore {

    private static final int PAGE = 2;

    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    MemoryObjects with(String place, String text) {
        objects.put(place, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Returns the texts of all objects, by {@code bucket/key}. */
    Map<String, String> texts() {
        Map<String, String> texts = new ConcurrentSkipListMap<>();
        objects.forEach((place, bytes) -> texts.put(place, new String(bytes, StandardCharsets.UTF_8)));
        return texts;
    }

    @Override
    public InputStream get(String bucket, String key, @Nullable String version) {
        byte[] content = objects.get(bucket + "/" + key);
        if (content == null) {
            throw new IntegrationFailure("S3.NoSuchKeyException", "The specified key does not exist.");
        }
        return new ByteArrayInputStream(content);
    }

    @Override
    public void put(String bucket, String key, byte[] content) {
        objects.put(bucket + "/" + key, content.clone());
    }

    @Override
    public List<StoredObject> list(String bucket, String prefix, @Nullable String after) {
        String start = bucket + "/" + prefix;
        String from = after == null ? start : bucket + "/" + after;
        return objects.tailMap(from, after == null).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(start))
                .limit(PAGE)
                .map(entry -> new StoredObject(
                        entry.getKey().substring(bucket.length() + 1),
                        entry.getValue().length,
                        Instant.EPOCH,
                        "etag",
                        "STANDARD"))
                .toList();
    }
}
