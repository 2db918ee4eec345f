package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.BeanDescription;
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
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the values of tasks are JSON.
 *
 * <ul>
 *   <li>Times are ISO 8601 text; a {@link java.time.ZonedDateTime} keeps its zone, as in {@code 2026-03-29T01:30:00+01:00[Europe/Paris]}. An empty {@link java.util.Optional} is null.
 *   <li>A field that is absent is null; where the type is a primitive, that is an error. A number with a fraction is no integer.
 *   <li>The fields of a record come in its order, those of other classes in alphabetical order, so that the same value gives the same bytes.
 *   <li>Between tasks, unknown fields are skipped: a task may read less than another wrote, and a run may cross a deployment. In the
 *       input of a run they are refused ({@link #strictReader}), as are values of another kind: there they are typing errors.
 *   <li>No class name in any JSON is ever obeyed.
 * </ul>
 */
public final class TaskJson {

    /** Far more than a function could hold in memory; what one task may write, the next may read. */
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

    /** Reads what comes from another task. */
    public static ObjectReader reader(Type type) {
        return MAPPER.readerFor(types().constructType(type));
    }

    /**
     * Reads the input of a run: refuses fields that {@code type} does not have, and values of another kind, such as the text
     * {@code "3"} for a number, which would otherwise be converted. Only a number may stand for text: its digits are that text.
     */
    public static ObjectReader strictReader(Type type) {
        return Strict.MAPPER.readerFor(Strict.MAPPER.getTypeFactory().constructType(type));
    }

    /** Writes values of that type. */
    public static ObjectWriter writer(Type type) {
        JavaType javaType = types().constructType(type);
        return javaType.isJavaLangObject() ? MAPPER.writer() : MAPPER.writerFor(javaType);
    }

    /**
     * A value as a tree.
     *
     * @throws IllegalArgumentException when it cannot be written as JSON
     */
    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Reads JSON token by token; the caller closes the parser. */
    public static JsonParser parser(InputStream json) throws IOException {
        return MAPPER.getFactory().createParser(json);
    }

    /**
     * A type by its canonical name, such as {@code java.util.List<java.lang.String>}.
     *
     * @throws IllegalArgumentException when a class in it is not on the class path
     */
    public static JavaType type(String canonical) {
        return types().constructFromCanonical(canonical);
    }

    /** What is known of a type whose values are read from JSON: its fields, their names and types. */
    public static BeanDescription describe(JavaType type) {
        return MAPPER.getDeserializationConfig().introspect(type);
    }

    /**
     * The JSON names of the fields that values of a class have, by the names of the methods that read them: getters, and accessors of
     * record components. Empty where its values are no objects with named fields, such as texts and lists.
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
            return Map.of(); // Then none of its values can be written.
        }
        return Map.copyOf(names);
    }

    /** The types of the fields that a value of that type is read from, by name. */
    public static Map<String, JavaType> fields(JavaType type) {
        Map<String, JavaType> fields = new HashMap<>();
        for (BeanPropertyDefinition field : describe(type).findProperties()) {
            fields.put(field.getName(), field.getPrimaryType());
        }
        return fields;
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

    /** Reads values from the middle of a document, where more follows. */
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

    /** Made where inputs of runs are checked, and not with every task. */
    private static final class Strict {
        static final ObjectMapper MAPPER = mapper();

        private static ObjectMapper mapper() {
            ObjectMapper strict = TaskJson.MAPPER
                    .copy()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
            strict.coercionConfigFor(LogicalType.Textual).setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            for (LogicalType scalar : List.of(LogicalType.Integer, LogicalType.Float, LogicalType.Boolean)) {
                strict.coercionConfigFor(scalar)
                        .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
            }
            strict.coercionConfigFor(LogicalType.Boolean).setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            return strict;
        }
    }

    /** Sorts the fields of everything but records, whose order the language fixes. */
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
