package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.impl.BeanAsArraySerializer;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of tasks' values.
 *
 * <ul>
 *   <li>Times are ISO 8601 text; a {@link java.time.ZonedDateTime} keeps its zone, as in
 *       {@code 2026-03-29T01:30:00+01:00[Europe/Paris]}. An empty {@link java.util.Optional} is null.
 *   <li>A missing field is null; for a primitive type it is an error. A number with a fraction is not an integer.
 *   <li>The fields of a record are in declaration order, those of other classes in alphabetical order, so equal values
 *       have equal bytes.
 *   <li>Between tasks, unknown fields are ignored, because a task may read a part of what another task wrote, and a run
 *       may continue after a deployment. In the input of a run, unknown fields and values of another kind are errors
 *       ({@link #strictReader}).
 *   <li>Class names in JSON are ignored.
 * </ul>
 */
public final class TaskJson {

    /** The longest string. It exceeds the memory of any function, so every string that a task writes can be read. */
    private static final int LONGEST_STRING = 512 * 1024 * 1024;

    private static final ObjectMapper MAPPER = mapper();

    private static final ObjectReader PART =
            MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ClassValue<Map<String, String>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, String> computeValue(Class<?> type) {
            return fieldsByAccessor(type);
        }
    };

    private TaskJson() {}

    /** Returns a reader for results of other tasks. */
    public static ObjectReader reader(Type type) {
        return MAPPER.readerFor(types().constructType(type));
    }

    /**
     * Returns a reader for the input of a run. Unknown fields are errors, and so are values of another kind that would
     * otherwise be converted, such as the text {@code "3"} for a number, a number for a time, or empty text for null. The
     * exception is a number for text: it is read as its digits.
     */
    public static ObjectReader strictReader(Type type) {
        return Strict.MAPPER.readerFor(Strict.MAPPER.getTypeFactory().constructType(type));
    }

    /** Returns a writer for values of a type. */
    public static ObjectWriter writer(Type type) {
        JavaType javaType = types().constructType(type);
        return javaType.isJavaLangObject() ? MAPPER.writer() : MAPPER.writerFor(javaType);
    }

    /**
     * Converts a value to a tree.
     *
     * @throws IllegalArgumentException if it cannot be written as JSON
     */
    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Returns a parser. The caller closes it. */
    public static JsonParser parser(InputStream json) throws IOException {
        return MAPPER.getFactory().createParser(json);
    }

    /**
     * Returns a type by its canonical name, such as {@code java.util.List<java.lang.String>}.
     *
     * @throws IllegalArgumentException if a class in it is not on the class path
     */
    public static JavaType type(String canonical) {
        return types().constructFromCanonical(canonical);
    }

    /** Returns the description of a type that is read from JSON: its fields, their names and types. */
    public static BeanDescription describe(JavaType type) {
        return MAPPER.getDeserializationConfig().introspect(type);
    }

    /** Returns the names by which JSON can name the subtypes of a type; empty if it has none. */
    public static List<String> subtypes(JavaType type) {
        DeserializationConfig config = MAPPER.getDeserializationConfig();
        return config
                .getSubtypeResolver()
                .collectAndResolveSubtypesByTypeId(config, describe(type).getClassInfo())
                .stream()
                .filter(NamedType::hasName)
                .filter(named -> !Modifier.isAbstract(named.getType().getModifiers()))
                .map(NamedType::getName)
                .toList();
    }

    /**
     * Returns the JSON names of the fields of a class, by the names of the methods that read them: getters, and
     * accessors of record components. Empty if its values are not JSON objects with fixed fields.
     */
    public static Map<String, String> accessors(Class<?> type) {
        return ACCESSORS.get(type);
    }

    private static Map<String, String> fieldsByAccessor(Class<?> type) {
        Map<String, String> names = new HashMap<>();
        try {
            JsonSerializer<?> serializer =
                    MAPPER.getSerializerProviderInstance().findValueSerializer(types().constructType(type), null);
            if (serializer instanceof BeanSerializerBase && !(serializer instanceof BeanAsArraySerializer)) {
                serializer.properties().forEachRemaining(property -> {
                    if (property instanceof BeanPropertyWriter field && !field.isUnwrapping()) {
                        names.put(field.getMember().getName(), field.getName());
                    }
                });
            }
        } catch (JsonMappingException e) {
            return Map.of(); // No value of this type can be written.
        }
        return Map.copyOf(names);
    }

    /** Returns the types of the fields that a value of a type is read from, by name. */
    public static Map<String, JavaType> fields(JavaType type) {
        Map<String, JavaType> fields = new HashMap<>();
        for (BeanPropertyDefinition field : describe(type).findProperties()) {
            fields.put(field.getName(), field.getPrimaryType());
        }
        return fields;
    }

    /** Returns the constants of an enum as they are written in JSON. */
    public static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> tree(constant).asText())
                .toList();
    }

    public static TypeFactory types() {
        return MAPPER.getTypeFactory();
    }

    public static JsonFactory factory() {
        return MAPPER.getFactory();
    }

    public static ObjectMapper tree() {
        return MAPPER;
    }

    /** Returns a reader for a value in the middle of a document. */
    public static ObjectReader part() {
        return PART;
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST_STRING)
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule().disable(JavaTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID))
                .addModule(new TaskModule())
                .annotationIntrospector(new StableOrder())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** Initialized lazily: only functions that check inputs of runs need it. */
    private static final class Strict {
        static final ObjectMapper MAPPER = mapper();

        private static ObjectMapper mapper() {
            ObjectMapper strict = TaskJson.MAPPER
                    .copy()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
            strict.coercionConfigFor(LogicalType.Textual).setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            for (LogicalType scalar : List.of(LogicalType.Integer, LogicalType.Float, LogicalType.Boolean)) {
                strict.coercionConfigFor(scalar).setCoercion(CoercionInputShape.String, CoercionAction.Fail);
            }
            strict.coercionConfigFor(LogicalType.Boolean).setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            // Jackson would read the empty text as null, or as an empty list, map or object.
            for (LogicalType type : LogicalType.values()) {
                if (type != LogicalType.Textual && type != LogicalType.Untyped) {
                    strict.coercionConfigFor(type).setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
                }
            }
            strict.registerModule(new StrictTimes());
            return strict;
        }
    }

    /** Sorts the fields of all classes except records, whose order is fixed by their declaration. */
    private static final class StableOrder extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean findSerializationSortAlphabetically(Annotated annotated) {
            Boolean asked = super.findSerializationSortAlphabetically(annotated);
            return asked != null
                    ? asked
                    : Boolean.valueOf(!annotated.getRawType().isRecord());
        }
    }
}
