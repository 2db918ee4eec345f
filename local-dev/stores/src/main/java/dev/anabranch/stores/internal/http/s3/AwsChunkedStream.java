package dev.anabranch.stores.internal.http.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Decodes the {@code aws-chunked} encoding, in which each chunk begins with its length in hexadecimal digits. Skips
 * signatures, and keeps the trailers after the last chunk.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Chunked uploads</a>
 */
final class AwsChunkedStream extends InputStream {

    private static final int HEX = 16;
    private static final int LONGEST_LINE = 1_024;
    private static final int MOST_TRAILERS = 100;

    private final InputStream in;
    private final Map<String, String> trailers = new HashMap<>();
    private String line = "";
    private int left;
    private boolean begun;
    private boolean ended;

    AwsChunkedStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws MalformedRequest if the encoding is invalid */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            beginChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, Math.min(length, left));
        if (count < 0) {
            throw incomplete();
        }
        left -= count;
        return count;
    }

    private void beginChunk() throws IOException {
        if (begun) {
            in.readNBytes(2); // the end of the line after the previous chunk
        }
        begun = true;
        String header = line();
        if (header.isEmpty()) {
            ended = true;
            return;
        }
        line = header;
        int semicolon = line.indexOf(';');
        left = length(semicolon < 0 ? line.trim() : line.substring(0, semicolon));
        if (left < 0) {
            throw incomplete();
        }
        if (left == 0) {
            ended = true;
            readTrailers();
        }
    }

    private void readTrailers() throws IOException {
        for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
            int colon = trailer.indexOf(':');
            if (colon > 0 && trailers.size() < MOST_TRAILERS) {
                trailers.put(
                        trailer.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        trailer.substring(colon + 1).strip());
            }
        }
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Returns the trailers by their names in lower case; empty before the end of the body. */
    Map<String, String> trailers() {
        return Map.copyOf(trailers);
    }

    /** Reads to the end of a line or of the body. */
    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != '\n' && text.length() < LONGEST_LINE) {
            text.append((char) next);
            next = in.read();
        }
        int end = text.length();
        return end > 0 && text.charAt(end - 1) == '\r' ? text.substring(0, end - 1) : text.toString();
    }

    private MalformedRequest incomplete() {
        return new MalformedRequest("IncompleteBody", "The body ends before the chunk that begins with " + line);
    }

    private static int length(String hexadecimal) {
        try {
            return Integer.parseInt(hexadecimal, HEX);
        } catch (NumberFormatException e) {
            throw new MalformedRequest(
                    "InvalidRequest",
                    "A chunk must begin with its length in hexadecimal digits, not with " + hexadecimal);
        }
    }

    /** A no-op, because closing the body waits for the rest of it. */
    @Override
    public void close() {}
}
