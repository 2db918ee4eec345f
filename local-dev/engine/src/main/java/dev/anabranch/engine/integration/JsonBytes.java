package dev.anabranch.engine.integration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.value.CompactNodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads and writes JSON as UTF-8 bytes. */
final class JsonBytes {

    private static final JsonMapper MAPPER = CompactNodes.mapper();

    private JsonBytes() {}

    static ObjectNode object() {
        return CompactNodes.INSTANCE.objectNode();
    }

    /**
     * Reads a value.
     *
     * @throws IOException if the bytes are not one JSON value; its message is the reason
     */
    static JsonNode read(byte[] bytes) throws IOException {
        if (bytes.length == 2 && bytes[0] == '{' && bytes[1] == '}') {
            return object(); // The response of most functions in a Map.
        }
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            JsonNode value = MAPPER.readTree(parser);
            if (parser.nextToken() != null) {
                throw new IOException("There is more than one value.");
            }
            return value == null ? MissingNode.getInstance() : value;
        } catch (JsonProcessingException e) {
            // The whole message names Jackson's source, which means nothing to the user.
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    static byte[] write(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON value could not be written.", impossible);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
