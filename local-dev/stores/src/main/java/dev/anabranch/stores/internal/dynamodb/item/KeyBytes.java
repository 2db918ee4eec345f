package dev.anabranch.stores.internal.dynamodb.item;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes keys as bytes whose unsigned order is DynamoDB's order: strings by UTF-8, binaries by unsigned bytes, numbers
 * by value. In each part a zero byte is encoded as 00 FF, and 00 01 terminates the part, so that joined parts are
 * unambiguous.
 */
public final class KeyBytes {

    private static final int ESCAPED_ZERO = 0xFF;
    private static final int PART_END = 0x01;
    private static final int NEGATIVE = 1;
    private static final int ZERO = 2;
    private static final int POSITIVE = 3;
    private static final int EXPONENT_BIAS = 0x4000;
    private static final int BYTE = 0xFF;
    private static final int BYTE_BITS = 8;

    private KeyBytes() {}

    /** Returns the encoded value with its terminator. */
    public static byte[] part(AttributeValue value) {
        byte[] raw = ordered(value);
        return escape(raw, raw.length + 2 + zeros(raw), true);
    }

    /** Returns the common prefix of the encoded parts whose value begins with {@code value}. */
    public static byte[] prefix(AttributeValue value) {
        byte[] raw = ordered(value);
        return escape(raw, raw.length + zeros(raw), false);
    }

    public static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /**
     * Returns the smallest key greater than all keys that begin with {@code prefix}, which must contain a byte below
     * FF.
     */
    public static byte[] afterAllWith(byte[] prefix) {
        int last = prefix.length - 1;
        while ((prefix[last] & BYTE) == BYTE) {
            last--;
        }
        byte[] next = Arrays.copyOf(prefix, last + 1);
        next[last]++;
        return next;
    }

    /** Returns the smallest key greater than {@code key}. */
    public static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    private static byte[] escape(byte[] raw, int length, boolean end) {
        byte[] escaped = new byte[length];
        int at = 0;
        for (byte b : raw) {
            escaped[at++] = b;
            if (b == 0) {
                escaped[at++] = (byte) ESCAPED_ZERO;
            }
        }
        if (end) {
            escaped[at + 1] = PART_END;
        }
        return escaped;
    }

    private static int zeros(byte[] raw) {
        int zeros = 0;
        for (byte b : raw) {
            zeros += b == 0 ? 1 : 0;
        }
        return zeros;
    }

    private static byte[] ordered(AttributeValue value) {
        if (value.s() != null) {
            return value.s().getBytes(StandardCharsets.UTF_8);
        }
        return value.b() != null ? value.b().asByteArrayUnsafe() : number(DynamoDbNumbers.parse(value.n()));
    }

    /**
     * Encodes sign, exponent and digits. For negative numbers exponent and digits are complemented, and a terminator FF
     * sorts after all digits.
     */
    private static byte[] number(BigDecimal value) {
        if (value.signum() == 0) {
            return new byte[] {ZERO};
        }
        boolean negative = value.signum() < 0;
        int exponent = value.precision() - value.scale() + EXPONENT_BIAS;
        int flip = negative ? BYTE : 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(negative ? NEGATIVE : POSITIVE);
        bytes.write((exponent >> BYTE_BITS) ^ flip);
        bytes.write((exponent & BYTE) ^ flip);
        for (byte digit : value.unscaledValue().abs().toString().getBytes(StandardCharsets.US_ASCII)) {
            bytes.write(digit ^ flip);
        }
        if (negative) {
            bytes.write(BYTE);
        }
        return bytes.toByteArray();
    }
}
