package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.codec.JsonMismatch;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes found and expected JSON in terms of JSON, not of Java. */
final class ExpectedJson {

    /**
     * Matches text that is empty or would be another JSON value without its quotes. The quantifiers are possessive, so
     * matching long text is fast.
     */
    private static final Pattern LOOKS_LIKE_ANOTHER =
            Pattern.compile("\\s*+(?:true|false|null|[-+.0-9][-+.0-9eE]*+)?+\\s*+");

    private static final Map<Class<?>, Class<?>> OPTIONALS =
            Map.of(OptionalInt.class, int.class, OptionalLong.class, long.class, OptionalDouble.class, double.class);

    private static final Map<Class<?>, String> TIMES = Map.of(
            Instant.class, "a time in ISO 8601, such as `2026-01-31T12:00:00Z`",
            OffsetDateTime.class, "a time in ISO 8601, such as `2026-01-31T12:00:00+01:00`",
            ZonedDateTime.class, "a time in ISO 8601, such as `2026-01-31T12:00:00+01:00[Europe/Paris]`",
            LocalDateTime.class, "a time in ISO 8601, such as `2026-01-31T12:00:00`",
            LocalTime.class, "a time in ISO 8601, such as `12:00:00`",
            OffsetTime.class, "a time in ISO 8601, such as `12:00:00+01:00`",
            LocalDate.class, "a date in ISO 8601, such as `2026-01-31`",
            Duration.class, "a duration in ISO 8601, such as `PT5M`");

    private ExpectedJson() {}

    static String of(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        Class<?> optional = OPTIONALS.get(type);
        if (optional != null) {
            return ofValue(optional) + ", or null";
        }
        boolean boxed = JsonMismatch.INTEGERS.contains(type) && !type.isPrimitive() && type != BigInteger.class;
        return boxed ? ofValue(type) + ", or null" : ofValue(type);
    }

    /** Describes a value of a type that must not be null. */
    static String ofValue(Class<?> type) {
        if (JsonMismatch.INTEGERS.contains(type)) {
            return "a whole number" + range(type);
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == char.class || type == Character.class) {
            return "one character";
        }
        if (type == float.class || type == Float.class) {
            return "a number between -3.4e38 and 3.4e38";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == String.class) {
            return "text";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        String time = TIMES.get(type);
        if (time != null) {
            return time;
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "a time in ISO 8601";
        }
        if (type.isEnum()) {
            return oneOf(TaskJson.constants(type));
        }
        if (type == byte[].class) {
            return "text in base64";
        }
        if (type == Void.class) {
            return "null";
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type == Object.class) {
            return "a value that is not null";
        }
        return "an object";
    }

    /** Describes a JSON object that is a map. */
    static String keys(Class<?> type) {
        return "an object, each of whose keys is " + ofValue(type);
    }

    private static String range(Class<?> type) {
        return type == int.class || type == Integer.class
                ? " from -2147483648 to 2147483647"
                : type == short.class || type == Short.class
                        ? " from -32768 to 32767"
                        : type == byte.class || type == Byte.class ? " from -128 to 127" : "";
    }

    static String oneOf(@Nullable Collection<?> names) {
        List<?> known = names == null ? List.of() : List.copyOf(names);
        return known.isEmpty()
                ? "absent"
                : "one of "
                        + known.stream().map(name -> "`" + name + "`").sorted().collect(Collectors.joining(", "));
    }

    private static String text(String found) {
        String cut = QueryParameters.cut(found);
        return LOOKS_LIKE_ANOTHER.matcher(found).matches() ? '"' + cut + '"' : cut;
    }

    /** Describes a value. Objects and lists are not shown, since they can be large. */
    static String found(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> "is an object";
            case ARRAY -> "is a list";
            case STRING -> "is `" + text(json.textValue()) + "`";
            case NUMBER, BOOLEAN -> "is `" + QueryParameters.cut(json.toString()) + "`";
            case NULL -> "is null";
            default -> "is missing";
        };
    }
}
