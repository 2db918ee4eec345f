package dev.anabranch.runs.internal.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param id the id of the request, which the log and problem documents name
 * @param method the method in upper case, such as {@code GET}
 * @param base the prefix of all paths of the API, such as {@code /prod}; empty if it has none
 * @param path the path after {@code base}, percent-encoded
 * @param query the query without the question mark, percent-encoded; empty if it is missing
 * @param headers the headers by name; names are converted to lower case, repeated headers are joined by commas
 * @param body the body; empty if it is missing
 */
@SuppressWarnings("ArrayRecordComponent") // The body is neither compared nor changed.
public record ApiRequest(
        String id, String method, String base, String path, String query, Map<String, String> headers, byte[] body) {

    /** Copies the headers and converts their names to lower case. */
    public ApiRequest {
        Map<String, String> lowered = new HashMap<>();
        headers.forEach((name, value) -> lowered.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lowered);
    }

    /** Returns the value of a header by its lower-case name. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
