package dev.anabranch.client.internal.transport;

import java.time.Duration;
import java.util.Map;

/**
 * A request to a run API. Sending it twice must be as good as once: an answer may get lost.
 *
 * @param method in capital letters
 * @param target path and query behind the API's address, percent-encoded
 * @param headers by name
 * @param body its bytes; empty for none
 * @param patience how long the API was asked to wait before it answers
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way: nobody compares or changes them.
public record ApiCall(String method, String target, Map<String, String> headers, byte[] body, Duration patience) {

    private static final byte[] NOTHING = {};

    public static ApiCall get(ApiTarget target) {
        return get(target, Duration.ZERO);
    }

    public static ApiCall get(ApiTarget target, Duration wait) {
        return new ApiCall("GET", target.toString(), Map.of(), NOTHING, wait);
    }

    public static ApiCall delete(ApiTarget target) {
        return new ApiCall("DELETE", target.toString(), Map.of(), NOTHING, Duration.ZERO);
    }

    public static ApiCall post(ApiTarget target, byte[] json, Map<String, String> headers) {
        return new ApiCall("POST", target.toString(), headers, json, Duration.ZERO);
    }
}
