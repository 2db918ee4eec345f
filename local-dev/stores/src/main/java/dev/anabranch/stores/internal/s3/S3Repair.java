package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.s3.StoredObject.Blob;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreSalvage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Repairs the S3 part of a storage that was copied from a damaged one. */
public final class S3Repair {

    private S3Repair() {}

    /** Returns the types of a map of the embedded S3; null for any other map and for maps that are not copied. */
    public static MVMap.@Nullable Builder<?, ?> types(String map) {
        return switch (map) {
            case Blobs.CHUNKS -> Blobs.chunkTypes();
            case Buckets.BUCKETS -> Buckets.bucketTypes();
            case MultipartUploads.ALL -> Buckets.objectTypes();
            default -> map.startsWith(Buckets.OBJECTS) ? Buckets.objectTypes() : null;
        };
    }

    /** A lost object. */
    public record LostObject(String bucket, String key) {}

    /**
     * Removes objects and upload parts with missing bytes, and bytes without an object.
     *
     * @return the removed objects
     */
    public static List<LostObject> repair(Storage storage, InstantSource clock) {
        List<LostObject> lost = new ArrayList<>();
        Buckets buckets = new Buckets(storage, clock);
        Blobs blobs = new Blobs(storage);
        Set<Long> used = new HashSet<>();
        buckets.all().forEach((bucket, objects) -> removeIncomplete(storage, objects, blobs, used)
                .forEach(key -> lost.add(new LostObject(bucket, key))));
        MVMap<byte[], StoredObject> uploads = storage.restructure(() -> Buckets.open(storage, MultipartUploads.ALL));
        removeIncomplete(storage, uploads, blobs, used);
        blobs.removeAllBut(used);
        return lost;
    }

    /**
     * Returns true if a bucket may lack an object whose key begins with a text, apart from the objects that
     * {@link #repair} returns.
     */
    public static boolean mayHaveLost(StoreSalvage.Losses losses, String bucket, String key) {
        return losses.mayHave(Buckets.OBJECTS + bucket, key.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a sentence for each bucket whose list of objects has lost entries, except one bucket. */
    public static List<String> lostEntries(StoreSalvage.Losses losses, String except) {
        List<String> sentences = new ArrayList<>();
        if (losses.maps().stream().anyMatch(map -> map.name().equals(Buckets.BUCKETS))) {
            sentences.add(
                    "The list of buckets is lost, and with it the objects of all buckets except `" + except + "`.");
        }
        for (StoreSalvage.LostMap map : losses.maps()) {
            if (map.name().startsWith(Buckets.OBJECTS) && !map.name().equals(Buckets.OBJECTS + except)) {
                sentences.add((map.entries() < 0 ? "All" : String.valueOf(map.entries())) + " objects of the bucket `"
                        + map.name().substring(Buckets.OBJECTS.length()) + "` are lost.");
            }
        }
        return sentences;
    }

    private static List<String> removeIncomplete(
            Storage storage, MVMap<byte[], StoredObject> objects, Blobs blobs, Set<Long> used) {
        List<byte[]> incomplete = new ArrayList<>();
        storage.read(() -> {
            objects.forEach((key, object) -> {
                if (object.data().stream().allMatch(blobs::isWhole)) {
                    object.data().stream().map(Blob::id).forEach(used::add);
                } else {
                    incomplete.add(key);
                }
            });
            return incomplete;
        });
        storage.write(() -> {
            incomplete.forEach(objects::remove);
            return incomplete;
        });
        return incomplete.stream()
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .toList();
    }
}
