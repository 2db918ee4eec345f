package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JacksonFeatureSet;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeFeature;
import com.fasterxml.jackson.datatype.jsr310.deser.DurationDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateTimeDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalTimeDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.OffsetTimeDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads times and durations from text only. Jackson also reads numbers, as seconds: the milliseconds of a JavaScript
 * caller would become a time thousands of years ahead.
 */
final class StrictTimes extends SimpleModule {

    private static final long serialVersionUID = 1L;

    StrictTimes() {
        super("anabranch-strict-times");
        JacksonFeatureSet<JavaTimeFeature> features = JacksonFeatureSet.fromDefaults(JavaTimeFeature.values())
                .without(JavaTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
        add(Instant.class, InstantDeserializer.INSTANT.withFeatures(features));
        add(OffsetDateTime.class, InstantDeserializer.OFFSET_DATE_TIME.withFeatures(features));
        add(ZonedDateTime.class, InstantDeserializer.ZONED_DATE_TIME.withFeatures(features));
        add(LocalDate.class, LocalDateDeserializer.INSTANCE);
        add(LocalDateTime.class, LocalDateTimeDeserializer.INSTANCE);
        add(LocalTime.class, LocalTimeDeserializer.INSTANCE);
        add(OffsetTime.class, OffsetTimeDeserializer.INSTANCE);
        add(Duration.class, DurationDeserializer.INSTANCE);
    }

    private <T> void add(Class<T> type, JsonDeserializer<?> reader) {
        addDeserializer(type, new TextOnly<>(type, reader));
    }

    private static final class TextOnly<T> extends StdDeserializer<T> implements ContextualDeserializer {

        private static final long serialVersionUID = 1L;

        private final transient JsonDeserializer<?> reader;

        TextOnly(Class<T> type, JsonDeserializer<?> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        @SuppressWarnings("unchecked") // Both read the same class.
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
                throws JsonMappingException {
            JsonDeserializer<?> contextual =
                    reader instanceof ContextualDeserializer named ? named.createContextual(context, property) : reader;
            JsonFormat.Shape shape =
                    findFormatOverrides(context, property, handledType()).getShape();
            // A field that is written as a number is read from one.
            return shape == JsonFormat.Shape.ANY || shape == JsonFormat.Shape.STRING
                    ? new TextOnly<>((Class<T>) handledType(), contextual)
                    : contextual;
        }

        @Override
        @SuppressWarnings("unchecked") // The reader is for this class.
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                throw MismatchedInputException.from(parser, handledType(), "A time must be text.");
            }
            return (T) reader.deserialize(parser, context);
        }
    }
}
