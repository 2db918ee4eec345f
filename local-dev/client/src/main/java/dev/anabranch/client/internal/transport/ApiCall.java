package dev.anabranch.client.internal.transport;

import java.time.Duration;
import java.util.Map;

/**
 * A request to a run API. Requests are idempotent, because they are sent again if an answer is lost.
 *
 * @param method in upper case
 * @param target the path and query after the API's address, percent-encoded
 * @param headers by name
 * @param body the bytes of the body; empty for none
 * @param patience how long the API was asked to wait before it answers
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are neither compared nor changed.
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
