package dev.anabranch.stores.internal.http.s3;

import java.util.List;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Handles requests for multipart uploads. */
final class S3Uploads {

    private final S3Client client;

    S3Uploads(S3Client client) {
        this.client = client;
    }

    S3Answer answer(S3Request request) {
        return switch (request.method()) {
            case "POST" ->
                request.has("uploads") ? create(request.only("uploads")) : complete(request.only("uploadId"));
            case "PUT" -> {
                request.only("uploadId", "partNumber");
                yield request.header("x-amz-copy-source") == null ? part(request) : copiedPart(request);
            }
            case "DELETE" -> abort(request.only("uploadId"));
            default -> throw S3Api.unsupported(request);
        };
    }

    private S3Answer create(S3Request request) {
        CreateMultipartUploadResponse upload = client.createMultipartUpload(builder -> builder.bucket(request.bucket())
                .key(request.key())
                .contentType(request.header("content-type"))
                .cacheControl(request.header("cache-control"))
                .contentDisposition(request.header("content-disposition"))
                .contentEncoding(request.contentEncoding())
                .contentLanguage(request.header("content-language"))
                .metadata(request.metadata()));
        return S3Answer.xml(new S3Xml("InitiateMultipartUploadResult")
                .text("Bucket", request.bucket())
                .text("Key", request.key())
                .text("UploadId", upload.uploadId()));
    }

    private S3Answer part(S3Request request) {
        UploadPartResponse response = client.uploadPart(
                builder -> builder.bucket(request.bucket())
                        .key(request.key())
                        .uploadId(request.parameter("uploadId"))
                        .partNumber(request.whole("partNumber")),
                request.content());
        return S3Answer.empty().with("ETag", response.eTag());
    }

    private S3Answer copiedPart(S3Request request) {
        S3Request.Source source = request.copySource();
        ResponseInputStream<GetObjectResponse> copied = client.getObject(builder -> builder.bucket(source.bucket())
                .key(source.key())
                .versionId(source.version())
                .range(request.header("x-amz-copy-source-range"))
                .ifMatch(request.header("x-amz-copy-source-if-match"))
                .ifNoneMatch(request.header("x-amz-copy-source-if-none-match"))
                .ifModifiedSince(request.time("x-amz-copy-source-if-modified-since"))
                .ifUnmodifiedSince(request.time("x-amz-copy-source-if-unmodified-since")));
        try {
            UploadPartResponse response = client.uploadPart(
                    builder -> builder.bucket(request.bucket())
                            .key(request.key())
                            .uploadId(request.parameter("uploadId"))
                            .partNumber(request.whole("partNumber")),
                    RequestBody.fromInputStream(copied, copied.response().contentLength()));
            return S3Answer.xml(new S3Xml("CopyPartResult")
                    .text("ETag", response.eTag())
                    .text("LastModified", copied.response().lastModified()));
        } finally {
            // The upload may fail before it reads the source, which stays in the store until it is closed.
            copied.abort();
        }
    }

    private S3Answer complete(S3Request request) {
        List<CompletedPart> parts = S3Document.elements(request.text(), "Part").stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(S3Request.whole(
                                "PartNumber",
                                part.getOrDefault("PartNumber", "0").strip()))
                        .eTag(part.getOrDefault("ETag", "").strip())
                        .build())
                .toList();
        CompleteMultipartUploadResponse response =
                client.completeMultipartUpload(builder -> builder.bucket(request.bucket())
                        .key(request.key())
                        .uploadId(request.parameter("uploadId"))
                        .ifMatch(request.header("if-match"))
                        .ifNoneMatch(request.header("if-none-match"))
                        .multipartUpload(upload -> upload.parts(parts)));
        return S3Answer.xml(new S3Xml("CompleteMultipartUploadResult")
                .text("Bucket", request.bucket())
                .text("Key", request.key())
                .text("ETag", response.eTag()));
    }

    private S3Answer abort(S3Request request) {
        client.abortMultipartUpload(
                builder -> builder.bucket(request.bucket()).key(request.key()).uploadId(request.parameter("uploadId")));
        return S3Answer.noContent();
    }
}
