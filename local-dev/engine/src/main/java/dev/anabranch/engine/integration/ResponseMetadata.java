package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The metadata that {@code lambda:invoke} adds to a response. */
record ResponseMetadata(Key key, ObjectNode http, ObjectNode response) {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The data from which the metadata are computed. */
    record Key(String version, String executionArn, String stateName, int retryCount, int bytes, long second) {

        // A record's own methods are linked by method handles, which takes each new process milliseconds.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && second == that.second
                    && bytes == that.bytes
                    && retryCount == that.retryCount
                    && stateName.equals(that.stateName)
                    && executionArn.equals(that.executionArn)
                    && version.equals(that.version);
        }

        @Override
        public int hashCode() {
            return 31 * executionArn.hashCode() + stateName.hashCode();
        }
    }

    static ResponseMetadata of(Key key) {
        String requestId = Integer.toHexString(key.executionArn().hashCode()) + "-"
                + Integer.toHexString(key.stateName().hashCode()) + "-" + key.retryCount();
        ObjectNode http = JsonBytes.object();
        ObjectNode all = http.putObject("AllHttpHeaders");
        ObjectNode first = http.putObject("HttpHeaders");
        header(all, first, "X-Amz-Executed-Version", key.version());
        header(all, first, "x-amzn-Remapped-Content-Length", "0");
        header(all, first, "Connection", "keep-alive");
        header(all, first, "x-amzn-RequestId", requestId);
        header(all, first, "Content-Length", Integer.toString(key.bytes()));
        header(all, first, "Date", HTTP_DATE.format(Instant.ofEpochSecond(key.second())));
        header(all, first, "X-Amzn-Trace-Id", "Root=" + requestId);
        header(all, first, "Content-Type", "application/json");
        http.put("HttpStatusCode", 200);
        return new ResponseMetadata(key, http, JsonBytes.object().put("RequestId", requestId));
    }

    private static void header(ObjectNode all, ObjectNode first, String name, String value) {
        all.putArray(name).add(value);
        first.put(name, value);
    }
}
