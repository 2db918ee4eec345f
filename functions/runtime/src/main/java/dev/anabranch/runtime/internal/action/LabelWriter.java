package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the labels of the items of a list that a state machine cannot read from them: those of items in the store, and
 * numbers that JSONata writes in another form.
 */
final class LabelWriter {

    private static final byte[] NONE = new byte[0];

    private final List<String> fields;

    /**
     * Creates a writer.
     *
     * @param fields the fields that are labels, or {@link ItemLabels#ITEM_ITSELF}
     */
    LabelWriter(List<String> fields) {
        this.fields = fields;
    }

    /**
     * Returns the field {@code labels} of the wire of an item, with a comma before it; nothing if it needs none.
     *
     * @param moved whether the item is in the store
     */
    byte[] beside(PayloadBuffer document, JsonElements elements, int index, boolean moved) throws IOException {
        if (fields.isEmpty()) {
            return NONE;
        }
        JsonNode item = scalars(elements.slice(document, index));
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        for (String field : fields) {
            if (moved || !ItemLabels.isExact(item, field)) {
                ItemLabels.of(item, field).ifPresent(label -> labels.put(field, label));
            }
        }
        return labels.isEmpty() ? NONE : (",\"labels\":" + labels).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the item without what cannot be a label, so that a large one is not held in memory as a tree. */
    private JsonNode scalars(byte[] json) throws IOException {
        try (JsonParser parser = TaskJson.factory().createParser(json)) {
            JsonToken token = parser.nextToken();
            if (token.isScalarValue()) {
                return scalar(parser);
            }
            ObjectNode item = JsonNodeFactory.instance.objectNode();
            if (token != JsonToken.START_OBJECT) {
                return item;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue() && fields.contains(name)) {
                    item.set(name, scalar(parser));
                } else {
                    parser.skipChildren();
                }
            }
            return item;
        }
    }

    private static JsonNode scalar(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING
                ? JsonNodeFactory.instance.textNode(parser.getText())
                : TaskJson.tree().readTree(parser.getText());
    }
}
