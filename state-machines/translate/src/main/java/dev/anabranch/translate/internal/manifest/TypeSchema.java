package dev.anabranch.translate.internal.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.codec.JsonMismatch;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Creates the JSON Schema of a Java type from Jackson's description of it. The schema accepts every value that Jackson
 * can read: a field that is absent or null is rejected only if its type is primitive, or the workflow requires it. A
 * type with several possible forms accepts any value.
 */
final class TypeSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** The formats of JSON Schema that are exactly the text of a type. */
    private static final Map<Class<?>, String> FORMATS = Map.of(
            Instant.class, "date-time",
            OffsetDateTime.class, "date-time",
            LocalDate.class, "date",
            Duration.class, "duration",
            UUID.class, "uuid");

    /** An example of the text of each type whose text has a form. */
    private static final Map<Class<?>, String> EXAMPLES = Map.of(
            Instant.class, "2026-01-31T12:00:00Z",
            OffsetDateTime.class, "2026-01-31T12:00:00+01:00",
            ZonedDateTime.class, "2026-01-31T12:00:00+01:00[Europe/Paris]",
            LocalDate.class, "2026-01-31",
            LocalDateTime.class, "2026-01-31T12:00:00",
            LocalTime.class, "12:00:00",
            OffsetTime.class, "12:00:00+01:00",
            Duration.class, "PT5M",
            UUID.class, "8d0d4a3e-7e0e-4a52-9d2a-6a4b7a1d2c3f");

    private final ObjectNode definitions = object();
    private final Map<Fields, String> names = new LinkedHashMap<>();

    /** A type, and the fields in it that must not be null. */
    private record Fields(JavaType type, List<JsonPointer> required) {}

    private TypeSchema() {}

    static JsonNode of(String type) {
        return of(type, List.of());
    }

    /**
     * Creates the schema of a type.
     *
     * @param required the JSON Pointers of the fields that must not be null although their types are not primitive
     */
    static JsonNode of(String type, List<String> required) {
        JavaType java;
        try {
            java = TaskJson.type(type);
        } catch (IllegalArgumentException e) {
            // A class that cannot be loaded accepts any value.
            return object().put("$schema", DIALECT);
        }
        TypeSchema schema = new TypeSchema();
        ObjectNode json = object().put("$schema", DIALECT);
        json.setAll(
                schema.schema(java, required.stream().map(JsonPointer::compile).toList()));
        if (!schema.definitions.isEmpty()) {
            json.set("$defs", schema.definitions);
        }
        return json;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode schema(JavaType type) {
        return schema(type, List.of());
    }

    private ObjectNode schema(JavaType type, List<JsonPointer> required) {
        Class<?> raw = type.getRawClass();
        if (raw == Void.class) {
            return object().put("type", "null");
        }
        if (JsonMismatch.INTEGERS.contains(raw)) {
            return object().put("type", "integer");
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return object().put("type", "boolean");
        }
        if ((raw.isPrimitive() && raw != char.class) || Number.class.isAssignableFrom(raw)) {
            return object().put("type", "number");
        }
        if (CharSequence.class.isAssignableFrom(raw) || raw == byte[].class) {
            return object().put("type", "string");
        }
        if (raw == char.class || raw == Character.class) {
            return object().put("type", "string").put("maxLength", 1);
        }
        if (EXAMPLES.containsKey(raw)) {
            ObjectNode text = object().put("type", "string");
            if (FORMATS.containsKey(raw)) {
                return text.put("format", FORMATS.get(raw));
            }
            text.putArray("examples").add(EXAMPLES.get(raw));
            return text;
        }
        if (type.isReferenceType()) {
            return orNull(schema(type.getReferencedType()));
        }
        if (type.isEnumType()) {
            return enumeration(raw);
        }
        if (type.isCollectionLikeType() || type.isArrayType()) {
            ObjectNode list = object().put("type", "array");
            list.set("items", value(type.getContentType()));
            return list;
        }
        if (type.isMapLikeType()) {
            ObjectNode map = object().put("type", "object");
            map.set("additionalProperties", value(type.getContentType()));
            if (type.getKeyType().isEnumType()) {
                map.set("propertyNames", enumeration(type.getKeyType().getRawClass()));
            } else if (JsonMismatch.INTEGERS.contains(type.getKeyType().getRawClass())) {
                map.putObject("propertyNames").putArray("examples").add("1");
            } else if (EXAMPLES.containsKey(type.getKeyType().getRawClass())) {
                map.putObject("propertyNames")
                        .putArray("examples")
                        .add(EXAMPLES.get(type.getKeyType().getRawClass()));
            }
            return map;
        }
        return isPlain(type) ? reference(new Fields(type, required)) : object();
    }

    /** Returns the schema of a value that may be null, unless its type is primitive. */
    private ObjectNode value(JavaType type) {
        return type.isPrimitive() ? schema(type) : orNull(schema(type));
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.isEmpty()
                || schema.has("anyOf")
                || schema.path("type").asText().equals("null")) {
            return schema;
        }
        ObjectNode either = object();
        either.putArray("anyOf").add(schema).add(object().put("type", "null"));
        return either;
    }

    private static ObjectNode enumeration(Class<?> type) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (Object constant : type.getEnumConstants()) {
            values.add(TaskJson.tree(constant));
        }
        ObjectNode json = object();
        json.set("enum", values);
        return json;
    }

    /** Returns whether a type is a record or bean of the user that is fully described by its fields. */
    private static boolean isPlain(JavaType type) {
        Class<?> raw = type.getRawClass();
        return !raw.isInterface()
                && !type.isAbstract()
                && !raw.getName().startsWith("java.")
                && !JsonNode.class.isAssignableFrom(raw)
                && TaskJson.describe(type).findJsonValueAccessor() == null
                && (raw.isRecord() || !TaskJson.describe(type).findProperties().isEmpty());
    }

    private ObjectNode reference(Fields type) {
        String name = names.get(type);
        if (name == null) {
            name = name(type.type());
            names.put(type, name);
            definitions.set(name, fields(type));
        }
        return object().put("$ref", "#/$defs/" + name);
    }

    private String name(JavaType type) {
        String simple = type.getRawClass().getSimpleName();
        Set<String> taken = new HashSet<>(names.values());
        String name = simple;
        for (int i = 2; taken.contains(name); i++) {
            name = simple + i;
        }
        return name;
    }

    private ObjectNode fields(Fields type) {
        BeanDescription description = TaskJson.describe(type.type());
        ObjectNode json = object().put("type", "object");
        ObjectNode properties = json.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (BeanPropertyDefinition property : description.findProperties()) {
            JavaType field = property.getPrimaryType();
            List<JsonPointer> inner = type.required().stream()
                    .filter(pointer -> property.getName().equals(pointer.getMatchingProperty()))
                    .map(JsonPointer::tail)
                    .toList();
            JavaType present = inner.isEmpty() || !field.isReferenceType() ? field : field.getReferencedType();
            properties.set(property.getName(), inner.isEmpty() ? value(field) : schema(present, inner));
            if (field.isPrimitive() || !inner.isEmpty()) {
                required.add(property.getName());
            }
        }
        if (!required.isEmpty()) {
            json.set("required", required);
        }
        return json.put("additionalProperties", false);
    }
}
