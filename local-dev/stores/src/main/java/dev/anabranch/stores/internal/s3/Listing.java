package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.storage.SupportedParameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectStorageClass;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Implements ListObjectsV2 and ListObjects: lists keys in the order of their UTF-8 bytes and groups keys with a
 * delimiter by prefix.
 */
final class Listing {

    /** EncodingType is accepted and ignored, because the SDK decodes encoded keys before callers read them. */
    private static final SupportedParameters LIST = SupportedParameters.of(
            "ListObjectsV2",
            "Bucket",
            "Prefix",
            "Delimiter",
            "MaxKeys",
            "StartAfter",
            "ContinuationToken",
            "EncodingType");

    private static final SupportedParameters LIST_BY_MARKER =
            SupportedParameters.of("ListObjects", "Bucket", "Prefix", "Delimiter", "MaxKeys", "Marker", "EncodingType");

    private static final int MAX_KEYS = 1000;
    private static final int BAD_REQUEST = 400;

    private final MVMap<byte[], StoredObject> objects;
    private final String prefix;
    private final @Nullable String delimiter;
    private final int maxKeys;
    private final List<S3Object> contents = new ArrayList<>();
    private final List<CommonPrefix> prefixes = new ArrayList<>();

    /** @throws software.amazon.awssdk.services.s3.model.S3Exception InvalidArgument if {@code maxKeys} is negative */
    private Listing(
            MVMap<byte[], StoredObject> objects,
            @Nullable String prefix,
            @Nullable String delimiter,
            @Nullable Integer maxKeys) {
        if (maxKeys != null && maxKeys < 0) {
            throw S3Errors.of(
                    BAD_REQUEST, "InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647");
        }
        this.objects = objects;
        this.prefix = prefix == null ? "" : prefix;
        this.delimiter = delimiter == null || delimiter.isEmpty() ? null : delimiter;
        this.maxKeys = maxKeys == null ? MAX_KEYS : Math.min(MAX_KEYS, maxKeys);
    }

    static ListObjectsV2Response list(S3Context context, ListObjectsV2Request request) {
        LIST.check(request);
        Listing listing = new Listing(
                context.buckets().objects(request.bucket()), request.prefix(), request.delimiter(), request.maxKeys());
        ListObjectsV2Response response = context.storage().read(() -> listing.list(request));
        context.meter().s3("ListObjectsV2", 0);
        return response;
    }

    static ListObjectsResponse list(S3Context context, ListObjectsRequest request) {
        LIST_BY_MARKER.check(request);
        Listing listing = new Listing(
                context.buckets().objects(request.bucket()), request.prefix(), request.delimiter(), request.maxKeys());
        ListObjectsResponse response = context.storage().read(() -> listing.list(request));
        context.meter().s3("ListObjects", 0);
        return response;
    }

    private ListObjectsV2Response list(ListObjectsV2Request request) {
        ListObjectsV2Response.Builder response = ListObjectsV2Response.builder()
                .name(request.bucket())
                .prefix(request.prefix())
                .delimiter(request.delimiter())
                .maxKeys(maxKeys)
                .startAfter(request.startAfter())
                .continuationToken(request.continuationToken());
        String next = maxKeys == 0 ? null : fill(start(request));
        return response.contents(contents)
                .commonPrefixes(prefixes)
                .keyCount(contents.size() + prefixes.size())
                .isTruncated(next != null)
                .nextContinuationToken(next)
                .build();
    }

    private ListObjectsResponse list(ListObjectsRequest request) {
        boolean truncated = maxKeys > 0 && fill(start(request)) != null;
        return ListObjectsResponse.builder()
                .name(request.bucket())
                .prefix(request.prefix())
                .delimiter(request.delimiter())
                .marker(request.marker())
                .maxKeys(maxKeys)
                .contents(contents)
                .commonPrefixes(prefixes)
                .isTruncated(truncated)
                // As on AWS, only with a delimiter. Without one, the last key of the page is the next marker.
                .nextMarker(truncated && delimiter != null ? last() : null)
                .build();
    }

    /** Returns the greatest key or common prefix of the page. */
    private String last() {
        String key = contents.isEmpty() ? "" : contents.get(contents.size() - 1).key();
        String common =
                prefixes.isEmpty() ? "" : prefixes.get(prefixes.size() - 1).prefix();
        return Arrays.compareUnsigned(S3Context.keyBytes(key), S3Context.keyBytes(common)) > 0 ? key : common;
    }

    /** Returns the smallest key that the page may contain: if the marker is a common prefix, one after its keys. */
    private byte[] start(ListObjectsRequest request) {
        byte[] first = S3Context.keyBytes(prefix);
        String marker = request.marker();
        if (marker == null || marker.isEmpty()) {
            return first;
        }
        boolean isCommonPrefix = marker.startsWith(prefix) && marker.equals(commonPrefix(marker));
        return later(first, isCommonPrefix ? afterAll(marker) : after(S3Context.keyBytes(marker)));
    }

    /** Returns the smallest key that the page may contain. */
    private byte[] start(ListObjectsV2Request request) {
        byte[] first = S3Context.keyBytes(prefix);
        if (request.continuationToken() != null) {
            return later(first, decode(request.continuationToken()));
        }
        if (request.startAfter() == null || request.startAfter().isEmpty()) {
            return first;
        }
        return later(first, after(S3Context.keyBytes(request.startAfter())));
    }

    private static byte[] later(byte[] one, byte[] two) {
        return Arrays.compareUnsigned(one, two) >= 0 ? one : two;
    }

    /**
     * Collects a page.
     *
     * @return the token of the next page, null if this is the last page
     */
    private @Nullable String fill(byte[] start) {
        byte[] from = start;
        while (true) {
            Cursor<byte[], StoredObject> cursor = objects.cursor(from);
            byte[] jump = null;
            while (jump == null && cursor.hasNext()) {
                byte[] bytes = cursor.next();
                String key = new String(bytes, StandardCharsets.UTF_8);
                if (!key.startsWith(prefix)) {
                    return null;
                }
                if (contents.size() + prefixes.size() == maxKeys) {
                    return encode(bytes);
                }
                jump = add(key, cursor.getValue());
            }
            if (jump == null) {
                return null;
            }
            from = jump;
        }
    }

    /**
     * Adds a key, or the common prefix that contains it. Returns the smallest key after that prefix; null if a key was
     * added.
     */
    private byte @Nullable [] add(String key, StoredObject object) {
        String common = commonPrefix(key);
        if (common == null) {
            contents.add(S3Object.builder()
                    .key(key)
                    .size(object.size())
                    .eTag(object.quotedEtag())
                    .lastModified(object.lastModified())
                    .storageClass(ObjectStorageClass.STANDARD)
                    .build());
            return null;
        }
        prefixes.add(CommonPrefix.builder().prefix(common).build());
        return afterAll(common);
    }

    /** Returns the common prefix that contains a key; null if the key is listed itself. */
    private @Nullable String commonPrefix(String key) {
        int end = delimiter == null ? -1 : key.indexOf(delimiter, prefix.length());
        return delimiter == null || end < 0 ? null : key.substring(0, end + delimiter.length());
    }

    /** Returns the smallest key after all keys with a common prefix. */
    private static byte[] afterAll(String common) {
        byte[] next = S3Context.keyBytes(common);
        next[next.length - 1]++; // cannot overflow, because UTF-8 does not contain the byte FF
        return next;
    }

    private static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    private static String encode(byte[] nextKey) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nextKey);
    }

    private static byte[] decode(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw S3Errors.of(BAD_REQUEST, "InvalidArgument", "The continuation token provided is incorrect");
        }
    }
}
