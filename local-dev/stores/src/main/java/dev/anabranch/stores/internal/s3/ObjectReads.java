package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.storage.SupportedParameters;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Implements GetObject and HeadObject. */
final class ObjectReads {

    private static final SupportedParameters GET = SupportedParameters.of(
            "GetObject",
            "Bucket",
            "Key",
            "Range",
            "IfMatch",
            "IfNoneMatch",
            "IfModifiedSince",
            "IfUnmodifiedSince",
            "PartNumber",
            "ChecksumMode");
    private static final SupportedParameters HEAD = SupportedParameters.of(
            "HeadObject",
            "Bucket",
            "Key",
            "Range",
            "IfMatch",
            "IfNoneMatch",
            "IfModifiedSince",
            "IfUnmodifiedSince",
            "PartNumber",
            "ChecksumMode");

    private static final int BAD_REQUEST = 400;

    private final S3Context context;

    ObjectReads(S3Context context) {
        this.context = context;
    }

    /** A response and its body, which the caller must close. */
    record Found(GetObjectResponse response, InputStream body) {}

    Found get(GetObjectRequest request) {
        GET.check(request);
        S3Context.checkKey(request.key());
        StoredObject object = pinned(request.bucket(), request.key());
        try {
            new Preconditions(
                            request.ifMatch(),
                            request.ifNoneMatch(),
                            request.ifModifiedSince(),
                            request.ifUnmodifiedSince())
                    .checkRead(object);
            ByteRange range = range(request.range(), request.partNumber(), object);
            long offset = range == null ? 0 : range.offset();
            long length = range == null ? object.size() : range.length();
            GetObjectResponse response = response(object, range, request.partNumber(), request.checksumMode());
            context.meter().s3("GetObject", length);
            return new Found(response, new BlobInputStream(context.blobs(), object.data(), offset, length));
        } catch (RuntimeException e) {
            context.blobs().unpin(object.data());
            throw e;
        }
    }

    private static @Nullable ByteRange range(@Nullable String range, @Nullable Integer part, StoredObject object) {
        if (range != null && part != null) {
            throw S3Errors.of(
                    BAD_REQUEST, "InvalidRequest", "Cannot specify both Range header and partNumber query parameter");
        }
        return part == null ? ByteRange.of(range, object.size()) : ByteRange.ofPart(part, object);
    }

    private StoredObject pinned(String bucket, String key) {
        StoredObject object = context.pinned(bucket, key);
        if (object == null) {
            throw S3Errors.noSuchKey(key);
        }
        return object;
    }

    private static GetObjectResponse response(
            StoredObject object,
            @Nullable ByteRange range,
            @Nullable Integer part,
            @Nullable ChecksumMode checksumMode) {
        Map<String, String> headers = object.headers();
        GetObjectResponse.Builder response = GetObjectResponse.builder()
                .acceptRanges("bytes")
                .contentLength(range == null ? object.size() : range.length())
                .contentRange(range == null ? null : range.contentRange(object.size()))
                .eTag(object.quotedEtag())
                .lastModified(object.lastModified())
                .contentType(headers.get(ObjectHeaders.CONTENT_TYPE))
                .cacheControl(headers.get(ObjectHeaders.CACHE_CONTROL))
                .contentDisposition(headers.get(ObjectHeaders.CONTENT_DISPOSITION))
                .contentEncoding(headers.get(ObjectHeaders.CONTENT_ENCODING))
                .contentLanguage(headers.get(ObjectHeaders.CONTENT_LANGUAGE))
                .metadata(object.metadata())
                .partsCount(part == null || object.parts() == 0 ? null : (Integer) object.parts());
        if (checksumMode == ChecksumMode.ENABLED && range == null) {
            response.checksumCRC32(object.checksums().get("CRC32"))
                    .checksumCRC32C(object.checksums().get("CRC32C"))
                    .checksumSHA1(object.checksums().get("SHA1"))
                    .checksumSHA256(object.checksums().get("SHA256"));
        }
        return response.build();
    }

    HeadObjectResponse head(HeadObjectRequest request) {
        HEAD.check(request);
        S3Context.checkKey(request.key());
        StoredObject object = pinned(request.bucket(), request.key());
        context.blobs().unpin(object.data());
        new Preconditions(
                        request.ifMatch(),
                        request.ifNoneMatch(),
                        request.ifModifiedSince(),
                        request.ifUnmodifiedSince())
                .checkRead(object);
        ByteRange range = range(request.range(), request.partNumber(), object);
        GetObjectResponse get = response(object, range, request.partNumber(), request.checksumMode());
        context.meter().s3("HeadObject", 0);
        return HeadObjectResponse.builder()
                .acceptRanges(get.acceptRanges())
                .contentLength(get.contentLength())
                .contentRange(get.contentRange())
                .eTag(get.eTag())
                .lastModified(get.lastModified())
                .contentType(get.contentType())
                .cacheControl(get.cacheControl())
                .contentDisposition(get.contentDisposition())
                .contentEncoding(get.contentEncoding())
                .contentLanguage(get.contentLanguage())
                .metadata(get.metadata())
                .partsCount(get.partsCount())
                .checksumCRC32(get.checksumCRC32())
                .checksumCRC32C(get.checksumCRC32C())
                .checksumSHA1(get.checksumSHA1())
                .checksumSHA256(get.checksumSHA256())
                .build();
    }
}
