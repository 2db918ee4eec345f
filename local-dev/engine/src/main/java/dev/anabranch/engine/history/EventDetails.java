package dev.anabranch.engine.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The details of an event. Payloads are kept as values and converted to text only when the history is read. */
public final class EventDetails {

    /** Details without members. Must not be changed. */
    public static final EventDetails NONE = new EventDetails(List.of());

    /** Details of an event that is counted only. Ignores all members. */
    private static final EventDetails IGNORED = new EventDetails(List.of());

    private final List<Object> namesAndValues;

    private EventDetails(List<Object> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** Returns new details without members. */
    public static EventDetails empty() {
        return new EventDetails(new ArrayList<>(4));
    }

    /** Returns new details without members; if they are not kept, shared ones that ignore all members. */
    public static EventDetails of(boolean kept) {
        return kept ? empty() : IGNORED;
    }

    /** Adds a text. A null value is left out. */
    public EventDetails with(String name, @Nullable String value) {
        if (value != null && this != IGNORED) {
            add(name, JsonNodeFactory.instance.textNode(value));
        }
        return this;
    }

    /** Adds a number. A null value is left out. */
    public EventDetails with(String name, @Nullable Long value) {
        if (value != null && this != IGNORED) {
            add(name, JsonNodeFactory.instance.numberNode(value));
        }
        return this;
    }

    /**
     * Adds a JSON value that the API shows as text, and the member {@code ...Details} with {@code "truncated": false}.
     */
    public EventDetails payload(String name, JsonNode value) {
        return payload(name, value, JsonNode::toString);
    }

    /** Adds a JSON value like {@link #payload(String, JsonNode)}, with a function that converts it to text. */
    public EventDetails payload(String name, JsonNode value, Function<JsonNode, String> text) {
        add(name, new Payload(value, text, true));
        return this;
    }

    /** Adds a JSON value that the API shows as text. */
    public EventDetails json(String name, JsonNode value) {
        add(name, new Payload(value, JsonNode::toString, false));
        return this;
    }

    /** Adds a JSON value that the API shows as JSON. */
    public EventDetails node(String name, JsonNode value) {
        add(name, value);
        return this;
    }

    private void add(String name, Object value) {
        if (this != IGNORED) {
            namesAndValues.add(name);
            namesAndValues.add(value);
        }
    }

    /** Returns the details that {@link #toJson} wrote. */
    static EventDetails of(JsonNode json) {
        EventDetails details = empty();
        json.properties().forEach(member -> details.add(member.getKey(), member.getValue()));
        return details;
    }

    /** Returns true if the details have no members. */
    public boolean isEmpty() {
        return namesAndValues.isEmpty();
    }

    /** Returns the details in the format of the API. */
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
