package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.s3.StoredObject.Blob;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreMeter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** The dependencies that all S3 operations share. */
record S3Context(Storage storage, Buckets buckets, Blobs blobs, InstantSource clock, StoreMeter meter) {

    private static final int MAX_KEY_BYTES = 1024;
    private static final int BAD_REQUEST = 400;

    S3Context metering(StoreMeter target) {
        return new S3Context(storage, buckets, blobs, clock, target);
    }

    static byte[] keyBytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the current time in whole seconds, the precision of stored times. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    static void checkKey(@Nullable String key) {
        if (key == null || key.isEmpty()) {
            throw S3Errors.of(BAD_REQUEST, "InvalidRequest", "A key must have at least one character");
        }
        if (keyBytes(key).length > MAX_KEY_BYTES) {
            throw S3Errors.of(BAD_REQUEST, "KeyTooLongError", "Your key is too long: at most 1024 bytes of UTF-8");
        }
    }

    /** Runs work while no other thread changes the object under the key. */
    <T> T locked(String bucket, String key, Supplier<T> work) {
        Lock lock = buckets.lockOf(bucket, key);
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Returns an object and pins its blobs; null if it does not exist. The caller must unpin them. */
    @Nullable
    StoredObject pinned(String bucket, String key) {
        return storage.read(() -> locked(bucket, key, () -> {
            StoredObject found = buckets.objects(bucket).get(keyBytes(key));
            if (found != null) {
                blobs.pin(found.data());
            }
            return found;
        }));
    }

    /**
     * Replaces the object under a key with the result of {@code change}; null deletes it. Deletes the blobs of the
     * previous object. If {@code change} throws, the object is unchanged and the blobs of {@code written} are deleted.
     *
     * @return the previous object, or null
     */
    @Nullable
    StoredObject swap(String bucket, String key, List<Blob> written, UnaryOperator<@Nullable StoredObject> change) {
        long[] after = new long[1];
        StoredObject before;
        try {
            before = storage.write(() -> locked(
                    bucket,
                    key,
                    () -> swapped(bucket, key, current -> {
                        StoredObject object = change.apply(current);
                        after[0] = object == null ? 0 : object.size();
                        return object;
                    })));
        } catch (RuntimeException e) {
            blobs.delete(written);
            throw e;
        }
        if (before != null) {
            blobs.delete(before.data());
        }
        meter.stored(StoreMeter.Store.S3, after[0] - (before == null ? 0 : before.size()));
        return before;
    }

    private @Nullable StoredObject swapped(String bucket, String key, UnaryOperator<@Nullable StoredObject> change) {
        MVMap<byte[], StoredObject> objects = buckets.objects(bucket);
        StoredObject before = objects.get(keyBytes(key));
        StoredObject after = change.apply(before);
        if (after != null) {
            objects.put(keyBytes(key), after);
        } else if (before != null) {
            objects.remove(keyBytes(key));
        }
        if (before != null) {
            blobs.detach(before.data());
        }
        if (after != null) {
            blobs.attach(after.data());
        }
        return before;
    }
}
