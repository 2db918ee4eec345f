package dev.anabranch.engine.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an event says beside its type. Payloads are kept as values and only written as text when somebody reads the history:
 * most histories are never read.
 */
public final class EventDetails {

    /** An event that says nothing more. */
    public static final EventDetails NONE = new EventDetails();

    private final List<Object> namesAndValues = new ArrayList<>(4);

    private EventDetails() {}

    /** Details to add to. */
    public static EventDetails empty() {
        return new EventDetails();
    }

    /** Adds a text; null is left out. */
    public EventDetails with(String name, @Nullable String value) {
        if (value != null) {
            add(name, JsonNodeFactory.instance.textNode(value));
        }
        return this;
    }

    /** Adds a number; null is left out. */
    public EventDetails with(String name, @Nullable Long value) {
        if (value != null) {
            add(name, JsonNodeFactory.instance.numberNode(value));
        }
        return this;
    }

    /** Adds a JSON value that the API shows as text, and the member {@code ...Details}, which says that it is not truncated. */
    public EventDetails payload(String name, JsonNode value) {
        return payload(name, value, JsonNode::toString);
    }

    /** The same, of a value that has its own text. */
    public EventDetails payload(String name, JsonNode value, Function<JsonNode, String> text) {
        add(name, new Payload(value, text, true));
        return this;
    }

    /** Adds a JSON value that the API shows as text. */
    public EventDetails json(String name, JsonNode value) {
        add(name, new Payload(value, JsonNode::toString, false));
        return this;
    }

    /** Adds a JSON value that the API shows as such. */
    public EventDetails node(String name, JsonNode value) {
        add(name, value);
        return this;
    }

    private void add(String name, Object value) {
        namesAndValues.add(name);
        namesAndValues.add(value);
    }

    /** Details as {@link #toJson} wrote them. */
    static EventDetails of(JsonNode json) {
        EventDetails details = empty();
        json.properties().forEach(member -> details.add(member.getKey(), member.getValue()));
        return details;
    }

    /** Whether there is nothing to say. */
    public boolean isEmpty() {
        return namesAndValues.isEmpty();
    }

    /** The details as the API shows them. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            String name = (String) namesAndValues.get(i);
            if (namesAndValues.get(i + 1) instanceof Payload payload) {
                json.put(name, payload.text().apply(payload.value()));
                if (payload.explained()) {
                    json.putObject(name + "Details").put("truncated", false);
                }
            } else {
                json.set(name, (JsonNode) namesAndValues.get(i + 1));
            }
        }
        return json;
    }

    private record Payload(JsonNode value, Function<JsonNode, String> text, boolean explained) {}
}
