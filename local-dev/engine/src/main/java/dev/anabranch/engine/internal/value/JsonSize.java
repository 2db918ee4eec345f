package dev.anabranch.engine.internal.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Computes the size in bytes of a JSON value as UTF-8 text without white space, without writing the text. Rejects
 * values that exceed {@link NestingLimit}.
 */
public final class JsonSize {

    /** The number of characters of the smallest long. */
    private static final int LONGEST_PLAIN = 20;

    private JsonSize() {}

    /** Returns true if the value is larger than the limit in bytes. Stops counting at the limit. */
    public static boolean exceeds(JsonNode value, long limit) {
        return limit != Long.MAX_VALUE
                && atMost(value, limit, NestingLimit.LEVELS) > limit
                && of(value, limit, NestingLimit.LEVELS) > limit;
    }

    /**
     * Returns a size that is not exceeded, from the lengths of texts without reading them. Most values are far below
     * their limit. Stops counting at the limit.
     */
    private static long atMost(JsonNode value, long limit, int levels) {
        if (levels < 0) {
            throw new NestingLimit.TooDeep();
        }
        if (value.isObject()) {
            long size = 2;
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                size += longest(field.getKey()) + 2 + atMost(field.getValue(), limit - size, levels - 1);
                if (size > limit) {
                    break;
                }
            }
            return size;
        } else if (value.isArray()) {
            long size = 2;
            for (JsonNode element : value) {
                size += 1 + atMost(element, limit - size, levels - 1);
                if (size > limit) {
                    break;
                }
            }
            return size;
        } else if (value.isTextual()) {
            return longest(value.textValue());
        }
        return value.isInt() || value.isLong() || value.isBoolean() || value.isNull()
                ? LONGEST_PLAIN
                : value.toString().length();
    }

    private static long longest(String text) {
        return 2 + 6L * text.length();
    }

    public static long of(JsonNode value) {
        return of(value, Long.MAX_VALUE, NestingLimit.LEVELS);
    }

    private static long of(JsonNode value, long limit, int levels) {
        if (levels < 0) {
            throw new NestingLimit.TooDeep();
        }
        switch (value.getNodeType()) {
            case OBJECT -> {
                return object(value, limit, levels);
            }
            case ARRAY -> {
                long size = 2L + Math.max(0, value.size() - 1);
                for (JsonNode element : value) {
                    size += of(element, limit - size, levels - 1);
                    if (size > limit) {
                        return size;
                    }
                }
                return size;
            }
            case STRING -> {
                return text(value.textValue());
            }
            case NUMBER -> {
                return value.isIntegralNumber() && value.canConvertToLong()
                        ? digits(value.longValue())
                        : value.toString().length();
            }
            default -> {
                return value.toString().length();
            }
        }
    }

    private static long object(JsonNode value, long limit, int levels) {
        long size = 2L + Math.max(0, value.size() - 1);
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            size += text(field.getKey()) + 1 + of(field.getValue(), limit - size, levels - 1);
            if (size > limit) {
                return size;
            }
        }
        return size;
    }

    private static int digits(long number) {
        int digits = number < 0 ? 2 : 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static long text(String text) {
        long size = 2;
        for (int i = 0; i < text.length(); i++) {
            size += width(text.charAt(i));
        }
        return size;
    }

    /** Returns the size of a character in bytes. A surrogate counts two bytes, because a pair takes four. */
    private static int width(char c) {
        if (c >= 0x80) {
            return c >= 0x800 && !Character.isSurrogate(c) ? 3 : 2;
        }
        if (c >= 0x20) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        return c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
    }
}
