package dev.anabranch.stores.internal.http.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Multipart uploads. */
final class S3Uploads {

    private static final Pattern PART = Pattern.compile("<Part>(.*?)</Part>", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("<PartNumber>\\s*(\\d+)\\s*</PartNumber>");
    private static final Pattern ETAG = Pattern.compile("<ETag>\\s*(.*?)\\s*</ETag>", Pattern.DOTALL);

    private final S3Client client;

    S3Uploads(S3Client client) {
        this.client = client;
    }

    S3Answer answer(S3Request request) {
        return switch (request.method()) {
            case "POST" -> request.has("uploads") ? create(request) : complete(request);
            case "PUT" -> request.header("x-amz-copy-source") == null ? part(request) : copiedPart(request);
            case "DELETE" -> abort(request);
            default -> throw S3Api.unsupported(request);
        };
    }

    private S3Answer create(S3Request request) {
        CreateMultipartUploadResponse upload = client.createMultipartUpload(builder ->
                builder.bucket(request.bucket()).key(request.key()).contentType(request.header("content-type")));
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
                RequestBody.fromBytes(request.body().asByteArrayUnsafe()));
        return S3Answer.empty().with("ETag", response.eTag());
    }

    private S3Answer copiedPart(S3Request request) {
        S3Request.Source source = request.copySource();
        ResponseBytes<GetObjectResponse> copied = client.getObjectAsBytes(builder ->
                builder.bucket(source.bucket()).key(source.key()).range(request.header("x-amz-copy-source-range")));
        UploadPartResponse response = client.uploadPart(
                builder -> builder.bucket(request.bucket())
                        .key(request.key())
                        .uploadId(request.parameter("uploadId"))
                        .partNumber(request.whole("partNumber")),
                RequestBody.fromBytes(copied.asByteArrayUnsafe()));
        return S3Answer.xml(new S3Xml("CopyPartResult")
                .text("ETag", response.eTag())
                .text("LastModified", copied.response().lastModified()));
    }

    private S3Answer complete(S3Request request) {
        List<CompletedPart> parts = new ArrayList<>();
        Matcher part = PART.matcher(new String(request.body().asByteArrayUnsafe(), StandardCharsets.UTF_8));
        while (part.find()) {
            parts.add(CompletedPart.builder()
                    .partNumber(S3Request.whole("PartNumber", first(NUMBER, part.group(1))))
                    .eTag(first(ETAG, part.group(1)).replace("&quot;", "\"").replace("&#34;", "\""))
                    .build());
        }
        CompleteMultipartUploadResponse response =
                client.completeMultipartUpload(builder -> builder.bucket(request.bucket())
                        .key(request.key())
                        .uploadId(request.parameter("uploadId"))
                        .multipartUpload(upload -> upload.parts(parts)));
        return S3Answer.xml(new S3Xml("CompleteMultipartUploadResult")
                .text("Bucket", request.bucket())
                .text("Key", request.key())
                .text("ETag", response.eTag()));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "0";
    }

    private S3Answer abort(S3Request request) {
        client.abortMultipartUpload(
                builder -> builder.bucket(request.bucket()).key(request.key()).uploadId(request.parameter("uploadId")));
        return S3Answer.noContent();
    }
}
