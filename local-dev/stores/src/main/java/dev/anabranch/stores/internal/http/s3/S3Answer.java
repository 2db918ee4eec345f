package dev.anabranch.stores.internal.http.s3;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** What an S3 request is answered with. */
record S3Answer(int status, Map<String, String> headers, SdkBytes body) {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    static S3Answer empty() {
        return new S3Answer(OK, new HashMap<>(), SdkBytes.fromByteArrayUnsafe(new byte[0]));
    }

    static S3Answer noContent() {
        return new S3Answer(NO_CONTENT, new HashMap<>(), SdkBytes.fromByteArrayUnsafe(new byte[0]));
    }

    static S3Answer xml(S3Xml xml) {
        return xml(OK, xml);
    }

    static S3Answer xml(int status, S3Xml xml) {
        return new S3Answer(status, new HashMap<>(), SdkBytes.fromByteArrayUnsafe(xml.bytes()))
                .with("Content-Type", "application/xml");
    }

    static S3Answer bytes(int status, byte[] body) {
        return new S3Answer(status, new HashMap<>(), SdkBytes.fromByteArrayUnsafe(body));
    }

    /** Adds a header; null is left out. */
    S3Answer with(String header, @Nullable Object value) {
        if (value != null) {
            headers.put(header, value.toString());
        }
        return this;
    }

    /** Adds a time as HTTP writes it. */
    S3Answer with(String header, @Nullable Instant time) {
        return with(
                header,
                time == null
                        ? null
                        : (Object) DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
    }
}
