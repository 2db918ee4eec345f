package dev.anabranch.stores.internal.s3;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Selects the headers and the user metadata that are stored with an object. */
final class ObjectHeaders {

    static final String CONTENT_TYPE = "Content-Type";
    static final String CACHE_CONTROL = "Cache-Control";
    static final String CONTENT_DISPOSITION = "Content-Disposition";
    static final String CONTENT_ENCODING = "Content-Encoding";
    static final String CONTENT_LANGUAGE = "Content-Language";

    private static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";
    private static final int MAX_METADATA_BYTES = 2048;
    private static final int BAD_REQUEST = 400;

    private ObjectHeaders() {}

    static Map<String, String> of(
            @Nullable String contentType,
            @Nullable String cacheControl,
            @Nullable String contentDisposition,
            @Nullable String contentEncoding,
            @Nullable String contentLanguage) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(CONTENT_TYPE, contentType == null ? DEFAULT_CONTENT_TYPE : contentType);
        put(headers, CACHE_CONTROL, cacheControl);
        put(headers, CONTENT_DISPOSITION, contentDisposition);
        put(headers, CONTENT_ENCODING, contentEncoding);
        put(headers, CONTENT_LANGUAGE, contentLanguage);
        return headers;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /**
     * Returns the metadata with names in lower case, because HTTP header names are case-insensitive.
     *
     * @throws software.amazon.awssdk.services.s3.model.S3Exception MetadataTooLarge if names and values exceed 2 KB
     */
    static Map<String, String> metadata(Map<String, String> given) {
        Map<String, String> metadata = new TreeMap<>();
        int bytes = 0;
        for (Map.Entry<String, String> entry : given.entrySet()) {
            metadata.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
            bytes += (entry.getKey() + entry.getValue()).getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_METADATA_BYTES) {
            throw S3Errors.of(
                    BAD_REQUEST,
                    "MetadataTooLarge",
                    "Your metadata headers exceed the maximum allowed metadata size: " + bytes + " of "
                            + MAX_METADATA_BYTES + " bytes");
        }
        return metadata;
    }
}
