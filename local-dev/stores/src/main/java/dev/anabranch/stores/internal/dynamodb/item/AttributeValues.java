package dev.anabranch.stores.internal.dynamodb.item;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Compares attribute values in normal form. */
public final class AttributeValues {

    private AttributeValues() {}

    /** @throws NullPointerException if the attribute is missing */
    public static AttributeValue in(Map<String, AttributeValue> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    /** Returns the type name that requests use: S, N, B, SS, NS, BS, M, L, BOOL or NULL. */
    public static String typeName(AttributeValue value) {
        return value.type() == AttributeValue.Type.NUL ? "NULL" : value.type().name();
    }

    /** Returns true if the value has a type that {@code <}, {@code <=}, {@code >} and {@code >=} compare: S, N or B. */
    public static boolean isOrdered(AttributeValue value) {
        return value.s() != null || value.n() != null || value.b() != null;
    }

    /** Compares two values of the same ordered type: numbers by value, strings and binaries by unsigned bytes. */
    public static int compare(AttributeValue left, AttributeValue right) {
        if (left.n() != null) {
            return new BigDecimal(left.n()).compareTo(new BigDecimal(right.n()));
        }
        byte[] leftBytes = left.s() != null
                ? left.s().getBytes(StandardCharsets.UTF_8)
                : left.b().asByteArrayUnsafe();
        byte[] rightBytes = right.s() != null
                ? right.s().getBytes(StandardCharsets.UTF_8)
                : right.b().asByteArrayUnsafe();
        return Arrays.compareUnsigned(leftBytes, rightBytes);
    }

    /** Compares by DynamoDB's rules: the order of set elements is irrelevant. */
    public static boolean equal(AttributeValue left, AttributeValue right) {
        if (left.type() != right.type()) {
            return false;
        }
        return switch (left.type()) {
            case SS -> new HashSet<>(left.ss()).equals(new HashSet<>(right.ss()));
            case NS -> new HashSet<>(left.ns()).equals(new HashSet<>(right.ns()));
            case BS -> new HashSet<>(left.bs()).equals(new HashSet<>(right.bs()));
            case L -> equal(left.l(), right.l());
            case M -> equal(left.m(), right.m());
            default -> left.equals(right);
        };
    }

    private static boolean equal(List<AttributeValue> left, List<AttributeValue> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Map<String, AttributeValue> left, Map<String, AttributeValue> right) {
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream().allMatch(e -> equal(e.getValue(), in(right, e.getKey())));
    }

    /** Returns true if {@code element} is a substring, a part of a binary, or an element of a set or list. */
    public static boolean contains(AttributeValue container, AttributeValue element) {
        return switch (container.type()) {
            case S -> element.s() != null && container.s().contains(element.s());
            case B ->
                element.b() != null
                        && indexOf(
                                        container.b().asByteArrayUnsafe(),
                                        element.b().asByteArrayUnsafe())
                                >= 0;
            case SS -> element.s() != null && container.ss().contains(element.s());
            case NS -> element.n() != null && container.ns().contains(element.n());
            case BS -> element.b() != null && container.bs().contains(element.b());
            case L -> container.l().stream().anyMatch(e -> equal(e, element));
            default -> false;
        };
    }

    public static boolean beginsWith(AttributeValue subject, AttributeValue prefix) {
        if (subject.s() != null && prefix.s() != null) {
            return subject.s().startsWith(prefix.s());
        }
        if (subject.b() == null || prefix.b() == null) {
            return false;
        }
        byte[] bytes = subject.b().asByteArrayUnsafe();
        byte[] start = prefix.b().asByteArrayUnsafe();
        return start.length <= bytes.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    /** Returns the result of the function {@code size}, or -1 if the type has no size. */
    public static int size(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s().length();
            case B -> value.b().asByteArrayUnsafe().length;
            case SS -> value.ss().size();
            case NS -> value.ns().size();
            case BS -> value.bs().size();
            case L -> value.l().size();
            case M -> value.m().size();
            default -> -1;
        };
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
