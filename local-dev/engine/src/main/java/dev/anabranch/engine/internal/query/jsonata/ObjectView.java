package dev.anabranch.engine.internal.query.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object as a read-only map for the JSONata library. Fields are converted lazily. */
final class ObjectView extends AbstractMap<String, Object> {

    private final ObjectNode node;

    ObjectView(ObjectNode node) {
        this.node = node;
    }

    ObjectNode node() {
        return node;
    }

    @Override
    public @Nullable Object get(Object key) {
        JsonNode value = key instanceof String name ? node.get(name) : null;
        return value == null ? null : JsonataValues.toLibrary(value);
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof String name && node.has(name);
    }

    @Override
    public int size() {
        return node.size();
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return fields.hasNext();
                    }

                    @Override
                    public Map.Entry<String, Object> next() {
                        Map.Entry<String, JsonNode> field = fields.next();
                        return Map.entry(field.getKey(), JsonataValues.toLibrary(field.getValue()));
                    }
                };
            }

            @Override
            public int size() {
                return node.size();
            }
        };
    }
}
