package dev.anabranch.stores.internal.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Converts the SDK's request and response objects from and to JSON, by the field descriptions of the objects. */
public final class SdkJson {

    private static final double MILLIS_PER_SECOND = 1_000.0;

    private final Function<SdkField<?>, String> naming;
    private final Function<Instant, JsonNode> times;

    private SdkJson(Function<SdkField<?>, String> naming, Function<Instant, JsonNode> times) {
        this.naming = naming;
        this.times = times;
    }

    /**
     * Sets the fields of a builder from JSON. A null member is ignored.
     *
     * @throws IllegalArgumentException if a value has another type than its field; the message has the wording of the
     *     services
     */
    public static void read(JsonNode json, SdkPojo builder) {
        require(json.isObject(), json, "a structure");
        for (SdkField<?> field : builder.sdkFields()) {
            JsonNode value = json.get(field.locationName());
            if (value != null && !value.isNull()) {
                field.set(builder, value(field, value));
            }
        }
    }

    private static Object value(SdkField<?> field, JsonNode json) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            read(json, builder);
            return ((Buildable) builder).build();
        } else if (type == MarshallingType.LIST) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            require(json.isArray(), json, "a list");
            List<@Nullable Object> list = new ArrayList<>();
            json.forEach(element -> list.add(element.isNull() ? null : value(member, element)));
            return list;
        } else if (type == MarshallingType.MAP) {
            SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
            require(json.isObject(), json, "a map");
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            json.properties()
                    .forEach(entry -> map.put(
                            entry.getKey(), entry.getValue().isNull() ? null : value(member, entry.getValue())));
            return map;
        }
        return scalar(type, json);
    }

    private static Object scalar(MarshallingType<?> type, JsonNode json) {
        if (type == MarshallingType.BOOLEAN) {
            require(json.isBoolean(), json, "a Boolean");
            return json.asBoolean();
        } else if (type == MarshallingType.INTEGER) {
            require(json.isNumber() && json.canConvertToInt(), json, "an Integer");
            return json.asInt();
        } else if (type == MarshallingType.LONG) {
            require(json.isNumber() && json.canConvertToLong(), json, "a Long");
            return json.asLong();
        } else if (type == MarshallingType.DOUBLE) {
            require(json.isNumber(), json, "a Double");
            return json.asDouble();
        } else if (type == MarshallingType.INSTANT) {
            require(json.isNumber(), json, "a Timestamp");
            return Instant.ofEpochMilli(Math.round(json.asDouble() * MILLIS_PER_SECOND));
        }
        require(json.isTextual(), json, "a String");
        if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArray(Base64.getDecoder().decode(json.asText()));
        }
        return json.asText();
    }

    private static void require(boolean fits, JsonNode json, String due) {
        if (!fits) {
            throw new IllegalArgumentException(json.getNodeType() + "_VALUE cannot be converted to " + due);
        }
    }

    /** Returns the set fields, with the names of the wire protocol. */
    public static ObjectNode write(SdkPojo pojo) {
        return new SdkJson(
                        SdkField::locationName,
                        time -> JsonNodeFactory.instance.numberNode(time.toEpochMilli() / MILLIS_PER_SECOND))
                .object(pojo);
    }

    /**
     * Returns the set fields as the result of an {@code aws-sdk} Task state: with the names of the API reference, and
     * times as ISO-8601 text.
     */
    static ObjectNode writeResult(SdkPojo pojo) {
        return new SdkJson(SdkField::memberName, time -> JsonNodeFactory.instance.textNode(time.toString()))
                .object(pojo);
    }

    private ObjectNode object(SdkPojo pojo) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (isSet(value)) {
                json.set(naming.apply(field), node(value));
            }
        }
        return json;
    }

    static boolean isSet(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    private JsonNode node(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof SdkPojo pojo) {
            return object(pojo);
        } else if (value instanceof List<?> list) {
            ArrayNode array = nodes.arrayNode();
            list.forEach(element -> array.add(node(element)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = nodes.objectNode();
            map.forEach((key, element) -> object.set(String.valueOf(key), node(element)));
            return object;
        } else if (value instanceof Boolean bool) {
            return nodes.booleanNode(bool);
        } else if (value instanceof Integer || value instanceof Long) {
            return nodes.numberNode(((Number) value).longValue());
        } else if (value instanceof Number number) {
            return nodes.numberNode(number.doubleValue());
        } else if (value instanceof Instant instant) {
            return times.apply(instant);
        } else if (value instanceof SdkBytes bytes) {
            return nodes.textNode(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
        }
        return value == null ? nodes.nullNode() : nodes.textNode(value.toString());
    }
}
