package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.value.CompactNodes;
import org.jspecify.annotations.Nullable;

/** Creates {@code Map.Item} in the context object. */
public final class MapItem {

    private MapItem() {}

    /**
     * Returns the context object with one item.
     *
     * @param source the source of the items of a Distributed Map, or null for an inline Map
     */
    public static ObjectNode context(ObjectNode context, int index, JsonNode value, @Nullable String source) {
        return context(context, index, null, value, source);
    }

    /** Returns one entry of an object as an item. */
    public static ObjectNode entry(String key, JsonNode value) {
        ObjectNode entry = CompactNodes.INSTANCE.objectNode().put("Key", key);
        return entry.set("Value", value);
    }

    /**
     * Returns the context object with one entry of an object.
     *
     * @param entry {@code Key} and {@code Value}
     */
    public static ObjectNode ofEntry(ObjectNode context, int index, JsonNode entry, String source) {
        return context(context, index, entry.path("Key").asText(), entry.path("Value"), source);
    }

    private static ObjectNode context(
            ObjectNode context, int index, @Nullable String key, JsonNode value, @Nullable String source) {
        ObjectNode item = CompactNodes.INSTANCE.objectNode();
        item.put("Index", index);
        if (key != null) {
            item.put("Key", key);
        }
        item.set("Value", value);
        if (source != null) {
            item.put("Source", source);
        }
        ObjectNode extended = CompactNodes.INSTANCE.objectNode();
        extended.setAll(context);
        extended.putObject("Map").set("Item", item);
        return extended;
    }
}
