package dev.anabranch.client.internal.transport;

import java.util.Map;
import java.util.Optional;

/**
 * An answer of a run API.
 *
 * @param status the HTTP status
 * @param headers by lower-case name
 * @param body the bytes of the body
 * @param again whether the request was sent before and may have been carried out, because its answer was lost or was an
 *     error of the API
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are neither compared nor changed.
public record ApiAnswer(int status, Map<String, String> headers, byte[] body, boolean again) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
