package dev.anabranch.embedded;

import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.integration.ObjectStore;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What Distributed Maps read and write, in S3. */
final class PayloadObjects implements ObjectStore {

    private final S3Client client;

    PayloadObjects(S3Client client) {
        this.client = client;
    }

    @Override
    public InputStream get(String bucket, String key, @Nullable String version) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(key);
        if (version != null) {
            request.versionId(version);
        }
        try {
            return client.getObject(request.build());
        } catch (S3Exception e) {
            throw failure(e);
        }
    }

    @Override
    public void put(String bucket, String key, byte[] content) {
        try {
            client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
        } catch (S3Exception e) {
            throw failure(e);
        }
    }

    @Override
    public List<StoredObject> list(String bucket, String prefix, @Nullable String after) {
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(prefix);
        if (after != null) {
            request.startAfter(after);
        }
        try {
            return client.listObjectsV2(request.build()).contents().stream()
                    .map(object -> new StoredObject(
                            object.key(),
                            object.size(),
                            object.lastModified(),
                            object.eTag(),
                            object.storageClassAsString() == null ? "STANDARD" : object.storageClassAsString()))
                    .toList();
        } catch (S3Exception e) {
            throw failure(e);
        }
    }

    private static IntegrationFailure failure(S3Exception e) {
        String code = e.awsErrorDetails() == null
                ? "SdkClientException"
                : e.awsErrorDetails().errorCode();
        return new IntegrationFailure("S3." + code + (code.endsWith("Exception") ? "" : "Exception"), e.getMessage());
    }
}
