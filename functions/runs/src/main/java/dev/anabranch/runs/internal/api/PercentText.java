package dev.anabranch.runs.internal.api;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Percent-encoded text (RFC 3986), in which a plus sign is a plus sign. The JDK's classes are for forms, where it is a
 * space.
 */
final class PercentText {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String ENCODED_REPLACEMENT = "%EF%BF%BD";

    private PercentText() {}

    /** Decodes text; empty if an escape is invalid or the bytes are not UTF-8. */
    static Optional<String> decode(String encoded) {
        try {
            String text = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            return replacements(text) > replacements(encoded.replaceAll("(?i)" + ENCODED_REPLACEMENT, "" + REPLACEMENT))
                    ? Optional.empty()
                    : Optional.of(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Counts the characters by which the decoder replaces bytes that are not UTF-8. */
    private static long replacements(String text) {
        return text.chars().filter(character -> character == REPLACEMENT).count();
    }

    /** Decodes UTF-8 strictly; empty if it is invalid. {@code new String} would replace invalid bytes. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Encodes a segment of a URL's path. */
    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
