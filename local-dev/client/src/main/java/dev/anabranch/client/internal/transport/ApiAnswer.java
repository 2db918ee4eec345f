package dev.anabranch.client.internal.transport;

import java.util.Map;
import java.util.Optional;

/**
 * What a run API answered.
 *
 * @param status of HTTP
 * @param headers by name in small letters
 * @param body its bytes
 * @param again true where the request was sent before and that answer was lost, or was a failure of the API: it may have done its work
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way: nobody compares or changes them.
public record ApiAnswer(int status, Map<String, String> headers, byte[] body, boolean again) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
