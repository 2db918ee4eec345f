package dev.anabranch.stores.internal.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A range of bytes of an object: {@code bytes=a-b}, {@code bytes=a-} or {@code bytes=-n}. */
record ByteRange(long offset, long length) {

    private static final int NOT_SATISFIABLE = 416;
    private static final Pattern SYNTAX = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Returns the range, or null for the whole object if the header is missing or has an unknown format (RFC 9110).
     *
     * @throws S3Exception 416 InvalidRange if the range begins after the end of the object
     */
    static @Nullable ByteRange of(@Nullable String header, long size) {
        Matcher matcher = SYNTAX.matcher(header == null ? "" : header);
        if (!matcher.matches() || header == null || header.equals("bytes=-")) {
            return null;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        long from = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long to = first.isEmpty() || last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        if (!first.isEmpty() && !last.isEmpty() && Long.parseLong(last) < from) {
            return null;
        }
        if (from >= size) {
            throw S3Errors.of(NOT_SATISFIABLE, "InvalidRange", "The requested range is not satisfiable");
        }
        return new ByteRange(from, to - from + 1);
    }

    /**
     * Returns the bytes of a part, null for the whole object.
     *
     * @param part the number of the part; null for all
     * @throws S3Exception 416 InvalidPartNumber if the object has no such part
     */
    static @Nullable ByteRange ofPart(@Nullable Integer part, StoredObject object) {
        if (part == null) {
            return null;
        }
        if (part < 1 || part > Math.max(1, object.parts())) {
            throw S3Errors.of(NOT_SATISFIABLE, "InvalidPartNumber", "The requested partnumber is not satisfiable");
        }
        if (object.parts() == 0) {
            return null;
        }
        long offset = object.data().stream()
                .limit(part - 1L)
                .mapToLong(StoredObject.Blob::size)
                .sum();
        return new ByteRange(offset, object.data().get(part - 1).size());
    }

    String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
