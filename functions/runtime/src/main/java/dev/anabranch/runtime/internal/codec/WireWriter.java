package dev.anabranch.runtime.internal.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes wires around JSON that is there as bytes already, so that a result is neither parsed nor copied to be answered. The same as
 * {@link dev.anabranch.runtime.internal.wire.Wire#toJson()} would write.
 */
public final class WireWriter {

    /** Of <code>{"v":}</code>. */
    public static final int VALUE_OVERHEAD = 6;

    /** The digits of the largest number. */
    private static final long LARGEST = Long.MAX_VALUE;

    private static final int REF_OVERHEAD = ref("", LARGEST).length;
    private static final int ITEMS_REF_OVERHEAD = itemsRef("", LARGEST).length;

    private WireWriter() {}

    public static byte[] nothing() {
        return ascii("{}");
    }

    public static void value(OutputStream out, byte[] json) throws IOException {
        out.write(ascii("{\"v\":"));
        out.write(json);
        out.write('}');
    }

    /** The key has been escaped, so nothing in it needs a backslash. */
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

    /** The most bytes that a reference to this key can have. */
    public static int longestRef(String key) {
        return REF_OVERHEAD + key.length();
    }

    /** The most bytes that a reference to a list of items can have. */
    public static int longestItemsRef(String key) {
        return ITEMS_REF_OVERHEAD + key.length();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
