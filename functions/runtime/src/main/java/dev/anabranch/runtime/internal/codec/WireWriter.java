package dev.anabranch.runtime.internal.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes wires around JSON bytes, so that a result is neither parsed nor copied. The output equals that of
 * {@link dev.anabranch.runtime.internal.wire.Wire#toJson()}.
 */
public final class WireWriter {

    /** The bytes of <code>{"v":}</code>. */
    public static final int VALUE_OVERHEAD = 6;

    /** The number with the most digits. */
    private static final long LARGEST = Long.MAX_VALUE;

    private static final int REF_OVERHEAD = ref("", LARGEST).length;
    private static final int ITEMS_REF_OVERHEAD = itemsRef("", LARGEST).length;

    private WireWriter() {}

    public static byte[] nothing() {
        return ascii("{}");
    }

    public static void value(OutputStream out, byte[] json) throws IOException {
        value(out, json, new byte[0]);
    }

    /** Writes a value with further fields, each with a comma before it. */
    public static void value(OutputStream out, byte[] json, byte[] fields) throws IOException {
        out.write(ascii("{\"v\":"));
        out.write(json);
        out.write(fields);
        out.write('}');
    }

    /** Returns a wire with further fields, each with a comma before it. */
    public static byte[] with(byte[] wire, byte[] fields) {
        byte[] all = Arrays.copyOf(wire, wire.length + fields.length);
        System.arraycopy(fields, 0, all, wire.length - 1, fields.length);
        all[all.length - 1] = '}';
        return all;
    }

    /**
     * Writes a reference. The key is escaped by {@link dev.anabranch.runtime.internal.payload.PayloadKeys}, so it needs
     * no JSON escapes.
     */
    public static byte[] ref(String key, long size) {
        return ascii("{\"ref\":\"" + key + "\",\"size\":" + size + "}");
    }

    public static byte[] itemsRef(String key, long count) {
        return ascii("{\"itemsRef\":\"" + key + "\",\"count\":" + count + "}");
    }

    public static byte[] itemsBegin() {
        return ascii("{\"items\":[");
    }

    public static byte[] itemsEnd(long count) {
        return ascii("],\"count\":" + count + "}");
    }

    /** Returns the maximum size in bytes of a reference to this key. */
    public static int longestRef(String key) {
        return REF_OVERHEAD + key.length();
    }

    /** Returns the maximum size in bytes of a reference to a list of items. */
    public static int longestItemsRef(String key) {
        return ITEMS_REF_OVERHEAD + key.length();
    }

    /** Returns an answer with a mark that its result was reused, so that a loop does not pause after the round. */
    public static byte[] reused(byte[] answer) {
        byte[] mark = ascii(answer.length == 2 ? "\"reused\":true}" : ",\"reused\":true}");
        byte[] marked = Arrays.copyOf(answer, answer.length - 1 + mark.length);
        System.arraycopy(mark, 0, marked, answer.length - 1, mark.length);
        return marked;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
