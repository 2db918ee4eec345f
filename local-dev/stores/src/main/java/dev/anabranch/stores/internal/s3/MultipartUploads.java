package dev.anabranch.stores.internal.s3;

import dev.anabranch.quotas.internal.S3Quotas;
import dev.anabranch.stores.internal.s3.StoredObject.Blob;
import dev.anabranch.stores.internal.storage.SupportedParameters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Implements multipart uploads. An upload and its parts are stored like objects, under keys that begin with the upload
 * id.
 */
final class MultipartUploads {

    private static final SupportedParameters CREATE = SupportedParameters.of(
            "CreateMultipartUpload",
            "Bucket",
            "Key",
            "Metadata",
            "ContentType",
            "CacheControl",
            "ContentDisposition",
            "ContentEncoding",
            "ContentLanguage");
    private static final SupportedParameters PART = SupportedParameters.of(
            "UploadPart",
            "Bucket",
            "Key",
            "UploadId",
            "PartNumber",
            "ContentLength",
            "ContentMD5",
            "ChecksumAlgorithm",
            "ChecksumCRC32",
            "ChecksumCRC32C",
            "ChecksumSHA1",
            "ChecksumSHA256");
    private static final SupportedParameters COMPLETE = SupportedParameters.of(
            "CompleteMultipartUpload", "Bucket", "Key", "UploadId", "MultipartUpload", "IfMatch", "IfNoneMatch");
    private static final SupportedParameters ABORT =
            SupportedParameters.of("AbortMultipartUpload", "Bucket", "Key", "UploadId");

    private static final int MAX_PARTS = S3Quotas.UPLOAD_PARTS;
    private static final long MIN_PART_BYTES = 5L << 20;
    private static final int BAD_REQUEST = 400;
    static final String ALL = "s3/uploads";

    private static final String TARGET = "target";

    private final S3Context context;
    private final BodyReader bodies;
    private final MVMap<byte[], StoredObject> uploads;

    MultipartUploads(S3Context context) {
        this.context = context;
        this.bodies = new BodyReader(context.blobs());
        this.uploads = context.storage().restructure(() -> Buckets.open(context.storage(), ALL));
    }

    MVMap<byte[], StoredObject> all() {
        return uploads;
    }

    CreateMultipartUploadResponse create(CreateMultipartUploadRequest request) {
        CREATE.check(request);
        S3Context.checkKey(request.key());
        context.buckets().objects(request.bucket());
        Map<String, String> headers = ObjectHeaders.of(
                request.contentType(),
                request.cacheControl(),
                request.contentDisposition(),
                request.contentEncoding(),
                request.contentLanguage());
        StoredObject upload = new StoredObject(
                List.of(),
                "",
                context.now(),
                headers,
                ObjectHeaders.metadata(request.metadata()),
                Map.of(TARGET, target(request.bucket(), request.key())));
        String id = context.storage().write(() -> {
            String free = HexFormat.of().toHexDigits(context.blobs().newId());
            while (uploads.putIfAbsent(uploadKey(free), upload) != null) {
                free = HexFormat.of().toHexDigits(context.blobs().newId());
            }
            return free;
        });
        context.meter().s3("CreateMultipartUpload", 0);
        return CreateMultipartUploadResponse.builder()
                .bucket(request.bucket())
                .key(request.key())
                .uploadId(id)
                .build();
    }

    private static String target(String bucket, String key) {
        return bucket + "/" + key;
    }

    private static byte[] uploadKey(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] partKey(String id, int number) {
        return (id + "/" + HexFormat.of().toHexDigits(number)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns an upload.
     *
     * @throws software.amazon.awssdk.services.s3.model.NoSuchUploadException if it does not exist or has another key
     */
    private StoredObject upload(@Nullable String id, String bucket, String key) {
        StoredObject upload = id == null ? null : uploads.get(uploadKey(id));
        if (upload == null || !target(bucket, key).equals(upload.checksums().get(TARGET))) {
            throw S3Errors.noSuchUpload(String.valueOf(id));
        }
        return upload;
    }

    UploadPartResponse part(UploadPartRequest request, RequestBody body) {
        PART.check(request);
        int number = request.partNumber() == null ? 0 : request.partNumber();
        if (number < 1 || number > MAX_PARTS) {
            throw S3Errors.of(
                    BAD_REQUEST,
                    "InvalidArgument",
                    "Part number must be an integer between 1 and " + MAX_PARTS + ", inclusive, and not " + number);
        }
        context.buckets().objects(request.bucket());
        context.storage().read(() -> upload(request.uploadId(), request.bucket(), request.key()));
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
        StoredObject part = new StoredObject(
                List.of(received.blob()), received.etag(), context.now(), Map.of(), Map.of(), received.checksums());
        keep(request, part, number);
        context.meter().s3("UploadPart", part.size());
        return UploadPartResponse.builder()
                .eTag(part.quotedEtag())
                .checksumCRC32(received.checksums().get("CRC32"))
                .checksumCRC32C(received.checksums().get("CRC32C"))
                .checksumSHA1(received.checksums().get("SHA1"))
                .checksumSHA256(received.checksums().get("SHA256"))
                .build();
    }

    private void keep(UploadPartRequest request, StoredObject part, int number) {
        StoredObject before;
        try {
            before = context.storage()
                    .write(() -> context.locked(request.bucket(), request.key(), () -> {
                        upload(request.uploadId(), request.bucket(), request.key());
                        StoredObject replaced = uploads.put(partKey(request.uploadId(), number), part);
                        context.blobs().attach(part.data());
                        if (replaced != null) {
                            context.blobs().detach(replaced.data());
                        }
                        return replaced;
                    }));
        } catch (RuntimeException e) {
            context.blobs().delete(part.data());
            throw e;
        }
        if (before != null) {
            context.blobs().delete(before.data());
        }
    }

    CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest request) {
        COMPLETE.check(request);
        List<Blob> unused = new ArrayList<>();
        StoredObject[] made = new StoredObject[1];
        context.swap(request.bucket(), request.key(), List.of(), current -> {
            StoredObject upload = upload(request.uploadId(), request.bucket(), request.key());
            Preconditions.checkWrite(request.key(), request.ifMatch(), request.ifNoneMatch(), current);
            Map<Integer, StoredObject> parts = parts(request.uploadId());
            StoredObject object = join(upload, parts, chosen(request));
            parts.values().forEach(part -> unused.addAll(part.data()));
            unused.removeAll(object.data());
            context.blobs().detach(unused);
            forget(request.uploadId(), parts);
            made[0] = object;
            return object;
        });
        context.blobs().delete(unused);
        StoredObject object = Objects.requireNonNull(made[0]);
        context.meter().s3("CompleteMultipartUpload", 0);
        return CompleteMultipartUploadResponse.builder()
                .bucket(request.bucket())
                .key(request.key())
                .eTag(object.quotedEtag())
                .build();
    }

    private static List<CompletedPart> chosen(CompleteMultipartUploadRequest request) {
        List<CompletedPart> chosen = request.multipartUpload() == null
                ? List.of()
                : request.multipartUpload().parts();
        if (chosen.isEmpty()) {
            throw S3Errors.of(BAD_REQUEST, "MalformedXML", "You must specify at least one part");
        }
        for (int i = 1; i < chosen.size(); i++) {
            if (chosen.get(i).partNumber() <= chosen.get(i - 1).partNumber()) {
                throw S3Errors.of(
                        BAD_REQUEST,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
        }
        return chosen;
    }

    private StoredObject join(StoredObject upload, Map<Integer, StoredObject> parts, List<CompletedPart> chosen) {
        List<Blob> data = new ArrayList<>();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (CompletedPart one : chosen) {
            int number = one.partNumber();
            StoredObject part = parts.get(number);
            if (part == null
                    || !(part.etag().equals(one.eTag()) || part.quotedEtag().equals(one.eTag()))) {
                throw S3Errors.of(
                        BAD_REQUEST,
                        "InvalidPart",
                        "One or more of the specified parts could not be found, or its entity tag did not match: part "
                                + number);
            }
            if (data.size() < chosen.size() - 1 && part.size() < MIN_PART_BYTES) {
                throw S3Errors.of(
                        BAD_REQUEST,
                        "EntityTooSmall",
                        "Your proposed upload is smaller than the minimum allowed size: part " + number + " has "
                                + part.size() + " bytes, all but the last must have " + MIN_PART_BYTES);
            }
            data.addAll(part.data());
            digests.writeBytes(HexFormat.of().parseHex(part.etag()));
        }
        String etag = BodyDigests.hex(BodyDigests.digest("MD5").digest(digests.toByteArray())) + "-" + chosen.size();
        return new StoredObject(data, etag, context.now(), upload.headers(), upload.metadata(), Map.of());
    }

    private Map<Integer, StoredObject> parts(String id) {
        Map<Integer, StoredObject> parts = new TreeMap<>();
        var cursor = uploads.cursor(partKey(id, 0));
        String prefix = id + "/";
        while (cursor.hasNext()) {
            String key = new String(cursor.next(), StandardCharsets.UTF_8);
            if (!key.startsWith(prefix)) {
                break;
            }
            parts.put(HexFormat.fromHexDigits(key.substring(prefix.length())), cursor.getValue());
        }
        return parts;
    }

    private void forget(String id, Map<Integer, StoredObject> parts) {
        parts.keySet().forEach(number -> uploads.remove(partKey(id, number)));
        uploads.remove(uploadKey(id));
    }

    AbortMultipartUploadResponse abort(AbortMultipartUploadRequest request) {
        ABORT.check(request);
        List<Blob> unused = context.storage()
                .write(() -> context.locked(request.bucket(), request.key(), () -> {
                    upload(request.uploadId(), request.bucket(), request.key());
                    Map<Integer, StoredObject> parts = parts(request.uploadId());
                    forget(request.uploadId(), parts);
                    List<Blob> data = parts.values().stream()
                            .flatMap(part -> part.data().stream())
                            .toList();
                    context.blobs().detach(data);
                    return data;
                }));
        context.blobs().delete(unused);
        context.meter().s3("AbortMultipartUpload", 0);
        return AbortMultipartUploadResponse.builder().build();
    }
}
