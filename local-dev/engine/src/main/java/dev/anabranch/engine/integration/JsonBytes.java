package dev.anabranch.engine.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    static JsonNode read(byte[] bytes) throws IOException {
        if (bytes.length == 2 && bytes[0] == '{' && bytes[1] == '}') {
            return object(); // The response of most functions in a Map.
        }
        return MAPPER.readTree(bytes);
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
