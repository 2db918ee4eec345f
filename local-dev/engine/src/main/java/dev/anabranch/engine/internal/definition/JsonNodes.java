package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Creates JSON values for the parser. */
final class JsonNodes {

    static final ObjectNode EMPTY_OBJECT = JsonNodeFactory.instance.objectNode();

    private JsonNodes() {}

    static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }
}
