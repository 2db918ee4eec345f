package dev.anabranch.stores.internal.dynamodb.item;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Computes the sizes of items and values in bytes, by
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">AWS's
 * rules</a>.
 */
public final class ItemSize {

    private static final int CONTAINER_BYTES = 3;
    private static final int LAST_ASCII = 0x7F;
    private static final int LAST_TWO_BYTES = 0x7FF;

    private ItemSize() {}

    static int of(Map<String, AttributeValue> attributes) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            size += utf8(attribute.getKey()) + of(attribute.getValue());
        }
        return size;
    }

    static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            case N -> number(value.n());
            case B -> value.b().asByteArrayUnsafe().length;
            case SS -> value.ss().stream().mapToInt(ItemSize::utf8).sum();
            case NS -> value.ns().stream().mapToInt(ItemSize::number).sum();
            case BS -> binaries(value.bs());
            case M -> CONTAINER_BYTES + value.m().size() + of(value.m());
            case L ->
                CONTAINER_BYTES
                        + value.l().size()
                        + value.l().stream().mapToInt(ItemSize::of).sum();
            default -> 1;
        };
    }

    private static int binaries(List<SdkBytes> values) {
        return values.stream().mapToInt(b -> b.asByteArrayUnsafe().length).sum();
    }

    /** Returns one byte per two significant digits, one additional byte, and one for a minus sign. */
    private static int number(String text) {
        int first = -1;
        int last = -1;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                continue;
            }
            digits++;
            if (c != '0') {
                first = first < 0 ? digits : first;
                last = digits;
            }
        }
        int significant = first < 0 ? 0 : last - first + 1;
        return (significant + 1) / 2 + 1 + (text.startsWith("-") ? 1 : 0);
    }

    public static int utf8(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate pair has four bytes in UTF-8: two per surrogate.
            bytes += c <= LAST_ASCII ? 1 : c <= LAST_TWO_BYTES || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
