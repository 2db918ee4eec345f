package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.storage.KeyLocks;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.SupportedParameters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

/** The buckets. The objects of each are ordered by the UTF-8 bytes of their keys. */
final class Buckets {

    private static final SupportedParameters CREATE =
            SupportedParameters.of("CreateBucket", "Bucket", "CreateBucketConfiguration");
    private static final SupportedParameters HEAD = SupportedParameters.of("HeadBucket", "Bucket");
    private static final SupportedParameters DELETE = SupportedParameters.of("DeleteBucket", "Bucket");
    private static final SupportedParameters LIST =
            SupportedParameters.of("ListBuckets", "MaxBuckets", "ContinuationToken", "Prefix", "BucketRegion");
    static final String BUCKETS = "s3/buckets";
    static final String OBJECTS = "s3/objects/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final int MAX_BUCKETS = 10_000;
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;

    private final Storage storage;
    private final InstantSource clock;
    private final MVMap<String, Long> created;
    private final ConcurrentSkipListMap<String, MVMap<byte[], StoredObject>> objects = new ConcurrentSkipListMap<>();
    private final KeyLocks locks = new KeyLocks();

    Buckets(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
        this.created = storage.restructure(() -> storage.maps().openMap(BUCKETS, bucketTypes()));
        storage.restructure(() -> {
            created.keySet().forEach(name -> objects.put(name, open(storage, OBJECTS + name)));
            return objects.size();
        });
    }

    static MVMap<byte[], StoredObject> open(Storage storage, String name) {
        return storage.maps().openMap(name, objectTypes());
    }

    static MVMap.Builder<String, Long> bucketTypes() {
        return new MVMap.Builder<String, Long>()
                .keyType(StringDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE);
    }

    static MVMap.Builder<byte[], StoredObject> objectTypes() {
        return new MVMap.Builder<byte[], StoredObject>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(StoredObjectDataType.INSTANCE);
    }

    /**
     * Returns the objects of a bucket.
     *
     * @throws NoSuchBucketException if the bucket does not exist
     */
    MVMap<byte[], StoredObject> objects(String bucket) {
        MVMap<byte[], StoredObject> found = objects.get(bucket);
        if (found == null) {
            throw S3Errors.noSuchBucket(bucket);
        }
        return found;
    }

    Map<String, MVMap<byte[], StoredObject>> all() {
        return objects;
    }

    KeyLocks.Ranked lockOf(String bucket, String key) {
        return locks.of((bucket + "/" + key).getBytes(StandardCharsets.UTF_8));
    }

    CreateBucketResponse create(CreateBucketRequest request) {
        CREATE.check(request);
        String name = request.bucket();
        if (name == null || !NAME.matcher(name).matches() || name.contains("..")) {
            throw S3Errors.of(BAD_REQUEST, "InvalidBucketName", "The specified bucket is not valid: " + name);
        }
        return storage.restructure(() -> {
            if (objects.containsKey(name)) {
                throw S3Errors.fill(
                        BucketAlreadyOwnedByYouException.builder(),
                        CONFLICT,
                        "BucketAlreadyOwnedByYou",
                        "Your previous request to create the named bucket succeeded and you already own it: " + name);
            }
            created.put(name, clock.instant().getEpochSecond());
            objects.put(name, open(storage, OBJECTS + name));
            return CreateBucketResponse.builder().location("/" + name).build();
        });
    }

    HeadBucketResponse head(HeadBucketRequest request) {
        HEAD.check(request);
        objects(request.bucket());
        return HeadBucketResponse.builder().build();
    }

    /** Returns a page of the buckets in the order of their names. The continuation token is the last name of a page. */
    ListBucketsResponse list(ListBucketsRequest request) {
        LIST.check(request);
        Integer requested = request.maxBuckets();
        if (requested != null && (requested < 1 || requested > MAX_BUCKETS)) {
            throw S3Errors.of(
                    BAD_REQUEST,
                    "InvalidArgument",
                    "Argument max-buckets must be an integer between 1 and " + MAX_BUCKETS + ", and not " + requested);
        }
        int most = requested == null ? Integer.MAX_VALUE : requested;
        String prefix = request.prefix() == null ? "" : request.prefix();
        String last = request.continuationToken() == null ? "" : request.continuationToken();
        List<Bucket> found = storage.read(() -> created.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix) && e.getKey().compareTo(last) > 0)
                .limit(most + 1L)
                .map(e -> Bucket.builder()
                        .name(e.getKey())
                        .creationDate(Instant.ofEpochSecond(e.getValue()))
                        .build())
                .toList());
        boolean truncated = found.size() > most;
        return ListBucketsResponse.builder()
                .buckets(truncated ? found.subList(0, most) : found)
                .prefix(request.prefix())
                .continuationToken(truncated ? found.get(most - 1).name() : null)
                .build();
    }

    DeleteBucketResponse delete(DeleteBucketRequest request) {
        DELETE.check(request);
        return storage.restructure(() -> {
            MVMap<byte[], StoredObject> bucket = objects(request.bucket());
            if (!bucket.isEmpty()) {
                throw S3Errors.of(
                        CONFLICT,
                        "BucketNotEmpty",
                        "The bucket you tried to delete is not empty. Bucket: " + request.bucket());
            }
            objects.remove(request.bucket());
            created.remove(request.bucket());
            storage.maps().removeMap(bucket);
            return DeleteBucketResponse.builder().build();
        });
    }
}
