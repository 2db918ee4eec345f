package dev.anabranch.stores.internal.http.s3;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Handles requests for one object. */
final class S3Objects {

    private static final String METADATA = "x-amz-meta-";
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final S3Client client;

    S3Objects(S3Client client) {
        this.client = client;
    }

    S3Answer answer(S3Request request) {
        return switch (request.method()) {
            case "PUT" -> request.header("x-amz-copy-source") == null ? put(request) : copy(request);
            case "GET" -> get(request);
            case "HEAD" -> head(request);
            case "DELETE" -> delete(request);
            default -> throw S3Api.unsupported(request);
        };
    }

    private S3Answer put(S3Request request) {
        PutObjectResponse response = client.putObject(
                builder -> builder.bucket(request.bucket())
                        .key(request.key())
                        .contentType(request.header("content-type"))
                        .ifNoneMatch(request.header("if-none-match"))
                        .ifMatch(request.header("if-match"))
                        .metadata(metadata(request)),
                request.content());
        return S3Answer.empty().with("ETag", response.eTag()).with("x-amz-version-id", response.versionId());
    }

    private static Map<String, String> metadata(S3Request request) {
        Map<String, String> metadata = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), value);
            }
        });
        return metadata;
    }

    private S3Answer copy(S3Request request) {
        S3Request.Source source = request.copySource();
        CopyObjectResponse response = client.copyObject(builder -> builder.sourceBucket(source.bucket())
                .sourceKey(source.key())
                .destinationBucket(request.bucket())
                .destinationKey(request.key()));
        return S3Answer.xml(new S3Xml("CopyObjectResult")
                .text("ETag", response.copyObjectResult().eTag())
                .text("LastModified", response.copyObjectResult().lastModified()));
    }

    private S3Answer get(S3Request request) {
        ResponseInputStream<GetObjectResponse> object = client.getObject(builder -> builder.bucket(request.bucket())
                .key(request.key())
                .range(request.header("range"))
                .ifMatch(request.header("if-match"))
                .ifNoneMatch(request.header("if-none-match"))
                .versionId(request.parameter("versionId")));
        GetObjectResponse response = object.response();
        S3Answer answer = S3Answer.stream(
                        response.contentRange() == null ? OK : PARTIAL, object, response.contentLength())
                .with("Content-Type", response.contentType())
                .with("Content-Range", response.contentRange())
                .with("ETag", response.eTag())
                .with("Last-Modified", response.lastModified())
                .with("Accept-Ranges", "bytes");
        response.metadata().forEach((name, value) -> answer.with(METADATA + name, value));
        return answer;
    }

    private S3Answer head(S3Request request) {
        HeadObjectResponse response =
                client.headObject(builder -> builder.bucket(request.bucket()).key(request.key()));
        S3Answer answer = S3Answer.empty()
                .with("Content-Type", response.contentType())
                .with("Content-Length", response.contentLength())
                .with("ETag", response.eTag())
                .with("Last-Modified", response.lastModified());
        response.metadata().forEach((name, value) -> answer.with(METADATA + name, value));
        return answer;
    }

    private S3Answer delete(S3Request request) {
        client.deleteObject(builder -> builder.bucket(request.bucket()).key(request.key()));
        return S3Answer.noContent();
    }
}
