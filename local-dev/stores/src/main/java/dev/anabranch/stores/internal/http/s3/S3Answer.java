package dev.anabranch.stores.internal.http.s3;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The response to an S3 request. Closing it closes the body, which may be that of an object in the store. */
record S3Answer(int status, Map<String, String> headers, InputStream body, long length) implements Closeable {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    static S3Answer empty() {
        return new S3Answer(OK, new HashMap<>(), InputStream.nullInputStream(), 0);
    }

    static S3Answer noContent() {
        return new S3Answer(NO_CONTENT, new HashMap<>(), InputStream.nullInputStream(), 0);
    }

    static S3Answer xml(S3Xml xml) {
        return xml(OK, xml);
    }

    static S3Answer xml(int status, S3Xml xml) {
        byte[] bytes = xml.bytes();
        return new S3Answer(status, new HashMap<>(), new ByteArrayInputStream(bytes), bytes.length)
                .with("Content-Type", "application/xml");
    }

    static S3Answer stream(int status, InputStream body, long length) {
        return new S3Answer(status, new HashMap<>(), body, length);
    }

    /** Adds a header. A null value is ignored. */
    S3Answer with(String header, @Nullable Object value) {
        if (value != null) {
            headers.put(header, value.toString());
        }
        return this;
    }

    /** Adds a time in the format of HTTP. A null value is ignored. */
    S3Answer with(String header, @Nullable Instant time) {
        return with(
                header,
                time == null
                        ? null
                        : (Object) DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
