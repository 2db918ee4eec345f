package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JacksonFeatureSet;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
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
import com.fasterxml.jackson.datatype.jsr310.deser.key.DurationKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.InstantKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.LocalDateKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.LocalDateTimeKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.LocalTimeKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.MonthDayKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.OffsetDateTimeKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.OffsetTimeKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.PeriodKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.YearKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.YearMonthKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.ZoneIdKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.ZoneOffsetKeyDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.key.ZonedDateTimeKeyDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads times and durations from text only, which is not empty. Jackson also reads numbers, as seconds: the milliseconds of a JavaScript
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
        addKey(Duration.class, DurationKeyDeserializer.INSTANCE);
        addKey(Instant.class, InstantKeyDeserializer.INSTANCE);
        addKey(LocalDateTime.class, LocalDateTimeKeyDeserializer.INSTANCE);
        addKey(LocalDate.class, LocalDateKeyDeserializer.INSTANCE);
        addKey(LocalTime.class, LocalTimeKeyDeserializer.INSTANCE);
        addKey(MonthDay.class, MonthDayKeyDeserializer.INSTANCE);
        addKey(OffsetDateTime.class, OffsetDateTimeKeyDeserializer.INSTANCE);
        addKey(OffsetTime.class, OffsetTimeKeyDeserializer.INSTANCE);
        addKey(Period.class, PeriodKeyDeserializer.INSTANCE);
        addKey(Year.class, YearKeyDeserializer.INSTANCE);
        addKey(YearMonth.class, YearMonthKeyDeserializer.INSTANCE);
        addKey(ZonedDateTime.class, ZonedDateTimeKeyDeserializer.INSTANCE);
        addKey(ZoneId.class, ZoneIdKeyDeserializer.INSTANCE);
        addKey(ZoneOffset.class, ZoneOffsetKeyDeserializer.INSTANCE);
    }

    private void addKey(Class<?> type, KeyDeserializer reader) {
        addKeyDeserializer(type, new NonEmptyKey(type, reader));
    }

    /** Reads keys of maps from text that is not empty, which Jackson reads as the key null: it cannot be written again. */
    private static final class NonEmptyKey extends KeyDeserializer {

        private final Class<?> type;
        private final KeyDeserializer reader;

        NonEmptyKey(Class<?> type, KeyDeserializer reader) {
            this.type = type;
            this.reader = reader;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            return key.isEmpty()
                    ? context.handleWeirdKey(type, key, "the key must not be empty")
                    : reader.deserializeKey(key, context);
        }
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
