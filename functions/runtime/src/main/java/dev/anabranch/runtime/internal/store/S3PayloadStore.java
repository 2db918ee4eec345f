package dev.anabranch.runtime.internal.store;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.quotas.internal.S3Quotas;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The payloads in an S3 bucket. */
public final class S3PayloadStore implements PayloadStore {

    /** The limit of DeleteObjects. */
    private static final int DELETE_BATCH = S3Quotas.BATCH_DELETES;

    private final Supplier<S3Client> clients;
    private final String bucket;

    /** Creates a store in a bucket. */
    public S3PayloadStore(S3Client client, String bucket) {
        this(() -> client, bucket);
    }

    /**
     * Creates a store in a bucket.
     *
     * @param clients returns the client, the same one each time; called for the first request
     */
    public S3PayloadStore(Supplier<S3Client> clients, String bucket) {
        this.clients = clients;
        this.bucket = bucket;
    }

    @Override
    public void put(String key, String mediaType, byte[] bytes) {
        put(key, mediaType, RequestBody.fromBytes(bytes));
    }

    @Override
    public void put(String key, String mediaType, Path file) {
        put(key, mediaType, RequestBody.fromFile(file));
    }

    private void put(String key, String mediaType, RequestBody body) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(mediaType)
                .build();
        call("put", key, () -> clients.get().putObject(request, body));
    }

    @Override
    public byte[] get(String key) {
        return call("get", key, () -> clients.get()
                .getObjectAsBytes(get(bucket, key))
                .asByteArrayUnsafe());
    }

    @Override
    public InputStream open(String key) {
        return call("get", key, () -> clients.get().getObject(get(bucket, key)));
    }

    @Override
    public InputStream open(String key, long offset, long length) {
        GetObjectRequest part = get(bucket, key).toBuilder()
                .range("bytes=" + offset + "-" + (offset + length - 1))
                .build();
        return call("get", key, () -> clients.get().getObject(part));
    }

    private static GetObjectRequest get(String bucket, String key) {
        return GetObjectRequest.builder().bucket(bucket).key(key).build();
    }

    @Override
    public void copy(String from, String to) {
        call("copy", from, () -> clients.get().copyObject(request -> request.sourceBucket(bucket)
                .sourceKey(from)
                .destinationBucket(bucket)
                .destinationKey(to)));
    }

    @Override
    public Stream<Payload> list(String prefix) {
        return call(
                "list",
                prefix,
                () ->
                        clients
                                .get()
                                .listObjectsV2Paginator(
                                        request -> request.bucket(bucket).prefix(prefix))
                                .contents()
                                .stream()
                                .map(object -> new Payload(object.key(), object.size())));
    }

    @Override
    public void delete(Collection<String> keys) {
        List<String> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += DELETE_BATCH) {
            deleteBatch(all.subList(from, Math.min(all.size(), from + DELETE_BATCH)));
        }
    }

    private void deleteBatch(List<String> keys) {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        DeleteObjectsResponse response =
                call("delete", keys.get(0), () -> clients.get().deleteObjects(request -> request.bucket(bucket)
                        .delete(d -> d.objects(objects).quiet(true))));
        if (response.hasErrors() && !response.errors().isEmpty()) {
            throw new StoreException(
                    "S3 bucket `" + bucket + "` could not delete `"
                            + response.errors().get(0).key() + "` and "
                            + (response.errors().size() - 1) + " others: "
                            + response.errors().get(0).message(),
                    null);
        }
    }

    private <T> T call(String what, String key, Supplier<T> request) {
        try {
            return request.get();
        } catch (NoSuchKeyException e) {
            throw new PayloadMissing(key);
        } catch (SdkException e) {
            throw new StoreException(
                    "S3 bucket `" + bucket + "` could not " + what + " `" + key + "`: " + e.getMessage(), e);
        }
    }
}
