package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.anabranch.task.Results;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of {@link Results}: an array. In an input, they can also be {@link StoredResults}, which are read lazily.
 */
final class ResultsJson {

    private ResultsJson() {}

    static final class Writer extends JsonSerializer<Results<?>> {
        @Override
        public void serialize(Results<?> results, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray();
            for (Object result : results) {
                provider.defaultSerializeValue(result, out);
            }
            out.writeEndArray();
        }
    }

    static final class Reader extends JsonDeserializer<Results<?>> {

        private final JavaType element;

        Reader(JavaType element) {
            this.element = element;
        }

        @Override
        public Results<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.hasToken(JsonToken.VALUE_EMBEDDED_OBJECT)
                    && in.getEmbeddedObject() instanceof StoredResults stored) {
                return stored.as(element);
            }
            if (!in.hasToken(JsonToken.START_ARRAY)) {
                return context.reportInputMismatch(this, "Results must be a list.");
            }
            JsonDeserializer<Object> content = context.findRootValueDeserializer(element);
            List<Object> values = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                values.add(
                        in.hasToken(JsonToken.VALUE_NULL)
                                ? content.getNullValue(context)
                                : content.deserialize(in, context));
            }
            return Results.of(values);
        }
    }
}
