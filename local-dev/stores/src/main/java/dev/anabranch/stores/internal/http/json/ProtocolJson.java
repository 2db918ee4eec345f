package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;

/** Reads and writes the JSON of the protocol, in which timestamps are seconds with a fraction. */
public final class ProtocolJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final double MILLIS_PER_SECOND = 1_000.0;

    private ProtocolJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static double seconds(Instant instant) {
        return instant.toEpochMilli() / MILLIS_PER_SECOND;
    }

    /**
     * @throws ApiException {@code SerializationException} if the bytes are not a JSON object; an empty array yields
     *     an empty object
     */
    public static ObjectNode parse(byte[] bytes) {
        try {
            JsonNode node = bytes.length == 0 ? object() : MAPPER.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new ApiException("SerializationException", "The body of the request must be a JSON object");
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    "SerializationException", "The body of the request is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ApiException("SerializationException", "The body of the request is not JSON: " + e.getMessage());
        }
    }

    /** @throws ApiException of type {@code errorType} if the text is not JSON */
    public static JsonNode parse(String text, String errorType) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ApiException(errorType, "Not JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * Returns UTF-8. If a text contains an unpaired surrogate, which UTF-8 cannot encode, all non-ASCII characters are
     * escaped.
     */
    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            return escaped(node);
        }
    }

    private static byte[] escaped(JsonNode node) {
        try {
            return ESCAPING.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON value could not be written", e);
        }
    }
}
