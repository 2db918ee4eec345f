package dev.anabranch.client.internal.transport;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The path and query of a request. Segments and values are percent-encoded (RFC 3986). */
public final class ApiTarget {

    private final String path;
    private final String query;

    private ApiTarget(String path, String query) {
        this.path = path;
        this.query = query;
    }

    public static ApiTarget of(String... segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            path.append('/').append(segment(segment));
        }
        return new ApiTarget(path.toString(), "");
    }

    public ApiTarget with(String name, Object value) {
        return new ApiTarget(path, query + (query.isEmpty() ? "?" : "&") + name + "=" + escaped(value.toString()));
    }

    /** Adds the parameter if the value is present. */
    public ApiTarget with(String name, Optional<?> value) {
        return value.map(given -> with(name, given)).orElse(this);
    }

    /** Percent-encodes a text, also {@code .} and {@code ..}, which are steps of a path otherwise. */
    private static String segment(String text) {
        return text.equals(".") || text.equals("..") ? text.replace(".", "%2E") : escaped(text);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return path + query;
    }
}
