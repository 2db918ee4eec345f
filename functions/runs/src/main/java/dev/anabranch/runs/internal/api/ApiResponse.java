package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param status the HTTP status
 * @param headers the headers by name
 * @param body the body; empty if it is missing
 */
@SuppressWarnings("ArrayRecordComponent") // The body is neither compared nor changed.
public record ApiResponse(int status, Map<String, String> headers, byte[] body) {

    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    private static final byte[] NOTHING = {};

    static ApiResponse json(int status, JsonNode body) {
        return of(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static ApiResponse of(int status, String mediaType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", mediaType);
        return new ApiResponse(status, headers, body);
    }

    static ApiResponse empty(int status) {
        return new ApiResponse(status, new LinkedHashMap<>(), NOTHING);
    }

    public ApiResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiResponse(status, more, body);
    }
}
