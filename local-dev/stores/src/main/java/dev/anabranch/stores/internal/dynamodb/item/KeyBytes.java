package dev.anabranch.stores.internal.dynamodb.item;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keys as bytes whose unsigned order is DynamoDB's order: strings by UTF-8, binaries by unsigned bytes, numbers by value.
 * Parts are joined so that no part can run into the next: a zero byte is written 00 FF, and each part ends with 00 01.
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

    /** One whole part: the value and its end. */
    public static byte[] part(AttributeValue value) {
        byte[] raw = ordered(value);
        return escape(raw, raw.length + 2 + zeros(raw), true);
    }

    /** What all parts whose value begins like this one begin with. */
    public static byte[] prefix(AttributeValue value) {
        byte[] raw = ordered(value);
        return escape(raw, raw.length + zeros(raw), false);
    }

    public static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** The smallest key greater than all that begin with {@code prefix}, which is not all FF. */
    public static byte[] afterAllWith(byte[] prefix) {
        int last = prefix.length - 1;
        while ((prefix[last] & BYTE) == BYTE) {
            last--;
        }
        byte[] next = Arrays.copyOf(prefix, last + 1);
        next[last]++;
        return next;
    }

    /** The smallest key greater than {@code key}. */
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

    /** Sign, exponent, digits; for negative numbers complemented, with an end that sorts after all digits. */
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
