package dev.anabranch.runs.internal.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param id tells it apart in the log; an answer that blames us names it
 * @param method in capital letters, such as {@code GET}
 * @param base what stands before every path of the API, such as {@code /prod}; empty for nothing
 * @param path behind the base, percent-encoded
 * @param query behind the question mark, percent-encoded; empty where there is none
 * @param headers by name in small letters; where a header came more than once, its values joined by commas
 * @param body its bytes; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way: nobody compares or changes them.
public record ApiRequest(
        String id, String method, String base, String path, String query, Map<String, String> headers, byte[] body) {

    /** Copies the headers. */
    public ApiRequest {
        Map<String, String> lowered = new HashMap<>();
        headers.forEach((name, value) -> lowered.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lowered);
    }

    /** A header's value. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
