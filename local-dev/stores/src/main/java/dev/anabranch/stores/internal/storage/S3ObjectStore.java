package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.integration.ObjectStore;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The object store for Distributed Map states on S3, embedded or remote. */
public final class S3ObjectStore implements ObjectStore {

    private final S3Client client;

    /** @param client the client; the caller closes it */
    public S3ObjectStore(S3Client client) {
        this.client = client;
    }

    @Override
    public InputStream get(String bucket, String key, @Nullable String version) {
        return named(() ->
                client.getObject(builder -> builder.bucket(bucket).key(key).versionId(version)));
    }

    @Override
    public void put(String bucket, String key, byte[] content) {
        named(() -> client.putObject(builder -> builder.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    @Override
    public List<StoredObject> list(String bucket, String prefix, @Nullable String after) {
        return named(() -> client.listObjectsV2(
                        builder -> builder.bucket(bucket).prefix(prefix).startAfter(after)))
                .contents()
                .stream()
                .map(S3ObjectStore::stored)
                .toList();
    }

    private static StoredObject stored(S3Object object) {
        return new StoredObject(
                object.key(), object.size(), object.lastModified(), object.eTag(), object.storageClassAsString());
    }

    /** Converts an exception of S3 to the error name of Step Functions: NoSuchKey becomes S3.NoSuchKeyException. */
    private static <T> T named(Supplier<T> call) {
        try {
            return call.get();
        } catch (S3Exception e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "S3" : details.errorCode();
            throw new IntegrationFailure("S3." + code + "Exception", e.getMessage());
        }
    }
}
