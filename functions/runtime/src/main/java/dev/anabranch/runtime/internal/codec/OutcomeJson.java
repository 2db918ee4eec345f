package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.task.Outcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The JSON of {@link Outcome}: {@code {"result": json}}, or {@code {"error": .., "message": .., "attempts": n}}. */
public final class OutcomeJson {

    private static final String RESULT = "result";
    private static final String ERROR = "error";
    private static final String MESSAGE = "message";
    private static final String ATTEMPTS = "attempts";

    private OutcomeJson() {}

    public static JsonNode succeeded(JsonNode result) {
        return JsonNodeFactory.instance.objectNode().set(RESULT, result);
    }

    public static JsonNode failed(Outcome.Failed<?> failed) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(ERROR, failed.error())
                .put(MESSAGE, failed.message())
                .put(ATTEMPTS, failed.attempts());
    }

    static final class Writer extends JsonSerializer<Outcome<?>> {
        @Override
        public void serialize(Outcome<?> outcome, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartObject();
            if (outcome instanceof Outcome.Failed<?> failed) {
                out.writeStringField(ERROR, failed.error());
                out.writeStringField(MESSAGE, failed.message());
                out.writeNumberField(ATTEMPTS, failed.attempts());
            } else if (outcome instanceof Outcome.Succeeded<?> succeeded) {
                provider.defaultSerializeField(RESULT, succeeded.result(), out);
            }
            out.writeEndObject();
        }
    }

    static final class Reader extends JsonDeserializer<Outcome<?>> {

        private final JavaType type;

        Reader(JavaType type) {
            this.type = type;
        }

        @Override
        public Outcome<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Object result = null;
            String error = null;
            String message = "";
            int attempts = 0;
            boolean any = false;
            for (String name = first(in, context); name != null; name = in.nextFieldName()) {
                in.nextToken();
                switch (name) {
                    case RESULT -> {
                        result = read(in, context);
                        any = true;
                    }
                    case ERROR -> error = in.getText();
                    case MESSAGE -> message = in.getText();
                    case ATTEMPTS -> attempts = in.getIntValue();
                    default -> in.skipChildren();
                }
            }
            if (error != null) {
                return new Outcome.Failed<>(error, message, attempts);
            }
            if (!any) {
                return context.reportInputMismatch(
                        this, "An outcome must have the field `%s` or the field `%s`.", RESULT, ERROR);
            }
            return new Outcome.Succeeded<>(result);
        }

        private @Nullable String first(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.START_OBJECT)) {
                context.reportInputMismatch(this, "An outcome must be an object.");
            }
            return in.nextFieldName();
        }

        private @Nullable Object read(JsonParser in, DeserializationContext context) throws IOException {
            JsonDeserializer<Object> content = context.findRootValueDeserializer(type);
            return in.hasToken(JsonToken.VALUE_NULL) ? content.getNullValue(context) : content.deserialize(in, context);
        }
    }
}
