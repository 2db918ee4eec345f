package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.s3.StoredObject.Blob;
import dev.anabranch.stores.internal.storage.SupportedParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Implements PutObject, CopyObject, DeleteObject and DeleteObjects. */
final class ObjectWrites {

    private static final SupportedParameters PUT = SupportedParameters.of(
            "PutObject",
            "Bucket",
            "Key",
            "IfMatch",
            "IfNoneMatch",
            "Metadata",
            "ContentType",
            "CacheControl",
            "ContentDisposition",
            "ContentEncoding",
            "ContentLanguage",
            "ContentLength",
            "ContentMD5",
            "ChecksumAlgorithm",
            "ChecksumCRC32",
            "ChecksumCRC32C",
            "ChecksumSHA1",
            "ChecksumSHA256");
    private static final SupportedParameters COPY = SupportedParameters.of(
            "CopyObject",
            "SourceBucket",
            "SourceKey",
            "DestinationBucket",
            "DestinationKey",
            "IfMatch",
            "IfNoneMatch",
            "CopySourceIfMatch",
            "CopySourceIfNoneMatch",
            "CopySourceIfModifiedSince",
            "CopySourceIfUnmodifiedSince",
            "MetadataDirective",
            "Metadata",
            "ContentType",
            "CacheControl",
            "ContentDisposition",
            "ContentEncoding",
            "ContentLanguage");
    private static final SupportedParameters DELETE =
            SupportedParameters.of("DeleteObject", "Bucket", "Key", "IfMatch");
    private static final SupportedParameters DELETE_MANY =
            SupportedParameters.of("DeleteObjects", "Bucket", "Delete", "ChecksumAlgorithm");
    private static final SupportedParameters DELETE_ONE = SupportedParameters.of("DeleteObjects.Delete.Objects", "Key");
    private static final int MAX_DELETES = 1000;
    private static final int BAD_REQUEST = 400;

    private final S3Context context;
    private final BodyReader bodies;

    ObjectWrites(S3Context context) {
        this.context = context;
        this.bodies = new BodyReader(context.blobs());
    }

    PutObjectResponse put(PutObjectRequest request, RequestBody body) {
        PUT.check(request);
        S3Context.checkKey(request.key());
        context.buckets().objects(request.bucket());
        Map<String, String> metadata = ObjectHeaders.metadata(request.metadata());
        BodyReader.Received received = bodies.receive(
                body,
                BodyReader.Expectation.of(
                        request.contentLength(),
                        request.contentMD5(),
                        request.checksumAlgorithm(),
                        request.checksumCRC32(),
                        request.checksumCRC32C(),
                        request.checksumSHA1(),
                        request.checksumSHA256()));
        StoredObject object = new StoredObject(
                List.of(received.blob()),
                received.etag(),
                context.now(),
                ObjectHeaders.of(
                        request.contentType() != null ? request.contentType() : body.contentType(),
                        request.cacheControl(),
                        request.contentDisposition(),
                        request.contentEncoding(),
                        request.contentLanguage()),
                metadata,
                received.checksums());
        context.swap(request.bucket(), request.key(), object.data(), current -> {
            Preconditions.checkWrite(request.key(), request.ifMatch(), request.ifNoneMatch(), current);
            return object;
        });
        context.meter().s3("PutObject", object.size());
        return PutObjectResponse.builder()
                .eTag(object.quotedEtag())
                .checksumCRC32(received.checksums().get("CRC32"))
                .checksumCRC32C(received.checksums().get("CRC32C"))
                .checksumSHA1(received.checksums().get("SHA1"))
                .checksumSHA256(received.checksums().get("SHA256"))
                .build();
    }

    CopyObjectResponse copy(CopyObjectRequest request) {
        COPY.check(request);
        S3Context.checkKey(request.destinationKey());
        context.buckets().objects(request.destinationBucket());
        boolean replaces = request.metadataDirective() == MetadataDirective.REPLACE;
        boolean onItself = request.sourceBucket().equals(request.destinationBucket())
                && request.sourceKey().equals(request.destinationKey());
        if (onItself && !replaces) {
            throw S3Errors.of(
                    BAD_REQUEST,
                    "InvalidRequest",
                    "This copy request is illegal because it is trying to copy an object to itself without changing the"
                            + " object's metadata, storage class, website redirect location or encryption attributes.");
        }
        StoredObject source = context.pinned(request.sourceBucket(), request.sourceKey());
        if (source == null) {
            throw S3Errors.noSuchKey(request.sourceKey());
        }
        StoredObject copy;
        try {
            new Preconditions(
                            request.copySourceIfMatch(),
                            request.copySourceIfNoneMatch(),
                            request.copySourceIfModifiedSince(),
                            request.copySourceIfUnmodifiedSince())
                    .checkCopy(source);
            copy = copyOf(source, request, replaces);
        } finally {
            context.blobs().unpin(source.data());
        }
        context.swap(request.destinationBucket(), request.destinationKey(), copy.data(), current -> {
            Preconditions.checkWrite(request.destinationKey(), request.ifMatch(), request.ifNoneMatch(), current);
            return copy;
        });
        context.meter().s3("CopyObject", copy.size());
        return CopyObjectResponse.builder()
                .copyObjectResult(r -> r.eTag(copy.quotedEtag()).lastModified(copy.lastModified()))
                .build();
    }

    private StoredObject copyOf(StoredObject source, CopyObjectRequest request, boolean replaces) {
        Map<String, String> headers = replaces
                ? ObjectHeaders.of(
                        request.contentType(),
                        request.cacheControl(),
                        request.contentDisposition(),
                        request.contentEncoding(),
                        request.contentLanguage())
                : source.headers();
        Map<String, String> metadata = replaces ? ObjectHeaders.metadata(request.metadata()) : source.metadata();
        List<Blob> data = context.blobs().copy(source.data());
        String etag = source.etag().contains("-") ? md5(data) : source.etag();
        return new StoredObject(data, etag, context.now(), headers, metadata, source.checksums());
    }

    /**
     * Computes the ETag of a copy of a multipart object: the copy has one part, so its ETag is the MD5 of the whole
     * body.
     */
    private String md5(List<Blob> data) {
        MessageDigest md5 = BodyDigests.digest("MD5");
        byte[] buffer = new byte[Blobs.CHUNK_BYTES];
        context.blobs().pin(data);
        long size = data.stream().mapToLong(Blob::size).sum();
        try (InputStream stream = new BlobInputStream(context.blobs(), data, 0, size)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                md5.update(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return BodyDigests.hex(md5.digest());
    }

    DeleteObjectResponse delete(DeleteObjectRequest request) {
        DELETE.check(request);
        delete(request.bucket(), request.key(), request.ifMatch());
        context.meter().s3("DeleteObject", 0);
        return DeleteObjectResponse.builder().build();
    }

    private void delete(String bucket, String key, @Nullable String ifMatch) {
        context.swap(bucket, key, List.of(), current -> {
            Preconditions.checkWrite(key, ifMatch, null, current);
            return null;
        });
    }

    DeleteObjectsResponse deleteMany(DeleteObjectsRequest request) {
        DELETE_MANY.check(request);
        List<ObjectIdentifier> objects = request.delete().objects();
        if (objects.isEmpty() || objects.size() > MAX_DELETES) {
            throw S3Errors.of(
                    BAD_REQUEST,
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our published schema: 1 to "
                            + MAX_DELETES + " objects can be deleted per request, not " + objects.size());
        }
        objects.forEach(DELETE_ONE::check);
        List<DeletedObject> deleted = new ArrayList<>();
        for (ObjectIdentifier object : objects) {
            delete(request.bucket(), object.key(), null);
            deleted.add(DeletedObject.builder().key(object.key()).build());
        }
        context.meter().s3("DeleteObjects", 0);
        boolean quiet = Boolean.TRUE.equals(request.delete().quiet());
        return DeleteObjectsResponse.builder()
                .deleted(quiet ? List.of() : deleted)
                .build();
    }
}
