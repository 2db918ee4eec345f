package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.s3.StoredObject.Blob;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * Reads a range of bytes from consecutive blobs, one chunk at a time. The caller must have pinned the blobs. The stream
 * unpins them at its end or when it is closed.
 */
final class BlobInputStream extends InputStream {

    private final Blobs blobs;
    private final List<Blob> data;
    private int blob;
    private long at;
    private long left;
    private byte[] chunk = {};
    private long chunkNumber = -1;
    private boolean pinned = true;

    /** @param offset the first byte; {@code offset + length} must not exceed the total size of the blobs */
    BlobInputStream(Blobs blobs, List<Blob> data, long offset, long length) {
        this.blobs = blobs;
        this.data = data;
        this.at = offset;
        this.left = length;
        while (blob < data.size() && at >= data.get(blob).size()) {
            at -= data.get(blob++).size();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            close();
            return -1;
        }
        while (at >= data.get(blob).size()) {
            blob++;
            at = 0;
            chunkNumber = -1;
        }
        long number = at / Blobs.CHUNK_BYTES;
        if (number != chunkNumber) {
            chunk = blobs.chunk(data.get(blob), number);
            chunkNumber = number;
        }
        int from = (int) (at % Blobs.CHUNK_BYTES);
        int count = (int) Math.min(Math.min(length, left), chunk.length - from);
        System.arraycopy(chunk, from, to, offset, count);
        at += count;
        left -= count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(left, chunk.length);
    }

    @Override
    public void close() {
        left = 0;
        if (pinned) {
            pinned = false;
            blobs.unpin(data);
        }
    }
}
