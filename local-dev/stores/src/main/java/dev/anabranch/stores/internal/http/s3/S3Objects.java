package dev.anabranch.stores.internal.http.s3;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Handles requests for one object. */
final class S3Objects {

    /** The parameters of GET that replace a header of the response, with that header. */
    private static final Map<String, String> OVERRIDES = Map.of(
            "response-cache-control", "Cache-Control",
            "response-content-disposition", "Content-Disposition",
            "response-content-encoding", "Content-Encoding",
            "response-content-language", "Content-Language",
            "response-content-type", "Content-Type",
            "response-expires", "Expires");

    private static final String[] READ = Stream.concat(
                    Stream.of("versionId", "partNumber"), OVERRIDES.keySet().stream())
            .toArray(String[]::new);

    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final S3Client client;

    S3Objects(S3Client client) {
        this.client = client;
    }

    S3Answer answer(S3Request request) {
        return switch (request.method()) {
            case "PUT" -> request.header("x-amz-copy-source") == null ? put(request.only()) : copy(request.only());
            case "GET" -> request.has("tagging") ? tags(request.only("tagging", "versionId")) : get(request.only(READ));
            case "HEAD" -> head(request.only(READ));
            case "DELETE" -> delete(request.only("versionId"));
            default -> throw S3Api.unsupported(request);
        };
    }

    private S3Answer put(S3Request request) {
        PutObjectResponse response = client.putObject(
                builder -> builder.bucket(request.bucket())
                        .key(request.key())
                        .contentType(request.header("content-type"))
                        .cacheControl(request.header("cache-control"))
                        .contentDisposition(request.header("content-disposition"))
                        .contentEncoding(request.contentEncoding())
                        .contentLanguage(request.header("content-language"))
                        .ifNoneMatch(request.header("if-none-match"))
                        .ifMatch(request.header("if-match"))
                        .metadata(request.metadata()),
                request.content());
        return S3Answer.empty().with("ETag", response.eTag()).with("x-amz-version-id", response.versionId());
    }

    private S3Answer copy(S3Request request) {
        S3Request.Source source = request.copySource();
        CopyObjectResponse response = client.copyObject(builder -> builder.sourceBucket(source.bucket())
                .sourceKey(source.key())
                .sourceVersionId(source.version())
                .destinationBucket(request.bucket())
                .destinationKey(request.key())
                .ifMatch(request.header("if-match"))
                .ifNoneMatch(request.header("if-none-match"))
                .copySourceIfMatch(request.header("x-amz-copy-source-if-match"))
                .copySourceIfNoneMatch(request.header("x-amz-copy-source-if-none-match"))
                .copySourceIfModifiedSince(request.time("x-amz-copy-source-if-modified-since"))
                .copySourceIfUnmodifiedSince(request.time("x-amz-copy-source-if-unmodified-since"))
                .metadataDirective(request.header("x-amz-metadata-directive"))
                .metadata(request.metadata())
                .contentType(request.header("content-type"))
                .cacheControl(request.header("cache-control"))
                .contentDisposition(request.header("content-disposition"))
                .contentEncoding(request.contentEncoding())
                .contentLanguage(request.header("content-language")));
        return S3Answer.xml(new S3Xml("CopyObjectResult")
                .text("ETag", response.copyObjectResult().eTag())
                .text("LastModified", response.copyObjectResult().lastModified()));
    }

    private S3Answer get(S3Request request) {
        Map<String, String> overrides = overrides(request);
        ResponseInputStream<GetObjectResponse> object = client.getObject(builder -> builder.bucket(request.bucket())
                .key(request.key())
                .range(request.header("range"))
                .ifMatch(request.header("if-match"))
                .ifNoneMatch(request.header("if-none-match"))
                .ifModifiedSince(request.time("if-modified-since"))
                .ifUnmodifiedSince(request.time("if-unmodified-since"))
                .partNumber(part(request))
                .versionId(request.parameter("versionId")));
        GetObjectResponse response = object.response();
        S3Answer answer = S3Answer.stream(
                        response.contentRange() == null ? OK : PARTIAL, object, response.contentLength())
                .with("Content-Type", response.contentType())
                .with("Cache-Control", response.cacheControl())
                .with("Content-Disposition", response.contentDisposition())
                .with("Content-Encoding", response.contentEncoding())
                .with("Content-Language", response.contentLanguage())
                .with("Content-Range", response.contentRange())
                .with("ETag", response.eTag())
                .with("Last-Modified", response.lastModified())
                .with("x-amz-mp-parts-count", response.partsCount())
                .with("Accept-Ranges", "bytes");
        response.metadata().forEach((name, value) -> answer.with(S3Request.METADATA + name, value));
        overrides.forEach(answer::with);
        return answer;
    }

    /** Returns an empty list of tags if the object exists: the AWS CLI requests it before it copies in parts. */
    private S3Answer tags(S3Request request) {
        client.headObject(builder ->
                builder.bucket(request.bucket()).key(request.key()).versionId(request.parameter("versionId")));
        return S3Answer.xml(new S3Xml("Tagging").element("TagSet", tags -> {}));
    }

    private S3Answer head(S3Request request) {
        Map<String, String> overrides = overrides(request);
        HeadObjectResponse response = client.headObject(builder -> builder.bucket(request.bucket())
                .key(request.key())
                .range(request.header("range"))
                .ifMatch(request.header("if-match"))
                .ifNoneMatch(request.header("if-none-match"))
                .ifModifiedSince(request.time("if-modified-since"))
                .ifUnmodifiedSince(request.time("if-unmodified-since"))
                .partNumber(part(request))
                .versionId(request.parameter("versionId")));
        S3Answer answer = new S3Answer(
                        response.contentRange() == null ? OK : PARTIAL,
                        new HashMap<>(),
                        InputStream.nullInputStream(),
                        0)
                .with("Content-Type", response.contentType())
                .with("Cache-Control", response.cacheControl())
                .with("Content-Disposition", response.contentDisposition())
                .with("Content-Encoding", response.contentEncoding())
                .with("Content-Language", response.contentLanguage())
                .with("Content-Length", response.contentLength())
                .with("Content-Range", response.contentRange())
                .with("ETag", response.eTag())
                .with("Last-Modified", response.lastModified())
                .with("x-amz-mp-parts-count", response.partsCount())
                .with("Accept-Ranges", "bytes");
        response.metadata().forEach((name, value) -> answer.with(S3Request.METADATA + name, value));
        overrides.forEach(answer::with);
        return answer;
    }

    /** Returns the headers of the response that the request replaces. */
    private static Map<String, String> overrides(S3Request request) {
        Map<String, String> overrides = new HashMap<>();
        OVERRIDES.forEach((parameter, header) -> {
            if (request.has(parameter)) {
                overrides.put(
                        header, S3Request.headerValue(parameter, request.query().getOrDefault(parameter, "")));
            }
        });
        return overrides;
    }

    private static @Nullable Integer part(S3Request request) {
        return request.has("partNumber") ? (Integer) request.whole("partNumber") : null;
    }

    private S3Answer delete(S3Request request) {
        client.deleteObject(builder -> builder.bucket(request.bucket())
                .key(request.key())
                .ifMatch(request.header("if-match"))
                .versionId(request.parameter("versionId")));
        return S3Answer.noContent();
    }
}
