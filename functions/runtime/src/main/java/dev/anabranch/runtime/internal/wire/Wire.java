package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value as it travels through a state machine: inline, by reference, or as an expression that the receiver evaluates. State
 * payloads are capped at 256 KiB (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), so only what is
 * within its budget is inline.
 *
 * <p>The JSON form of each variant is told apart by its first field: {@code v}, {@code ref}, {@code items}, {@code itemsRef},
 * {@code results}, {@code action}, {@code record}, {@code array} or {@code field}.
 */
public sealed interface Wire {

    /** {@code {"v": json}}: the value itself. */
    record Value(JsonNode json) implements Wire {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.value(this);
        }
    }

    /**
     * {@code {"ref": key, "size": bytes}}: a JSON document in the object store.
     *
     * @param size of the document in bytes
     */
    record Ref(String key, long size) implements Wire {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ref(this);
        }
    }

    /** {@code {"items": [wire, ...], "count": n}}: a list that a fan-out can walk, inline; each item is a wire of its own. */
    record Items(List<Wire> items) implements Wire {
        /** Copies the list. */
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.items(this);
        }
    }

    /** {@code {"itemsRef": key, "count": n}}: the same as a JSON array of wires in the object store, for a Distributed Map. */
    record ItemsRef(String key, long count) implements Wire {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.itemsRef(this);
        }
    }

    /**
     * {@code {"results": {"node", "path", "count", "failures"?, "whole"?}}}: what a fan-out returned, read from the records of
     * the actions of {@code node} at {@code path + [0 .. count - 1]}.
     *
     * @param path the indexes of the enclosing fan-outs, outermost first
     * @param count how many items the fan-out had
     * @param failures what a failed item is to the reader
     * @param whole true where the receiver wants a list in memory, false where it wants to read as it goes
     */
    record Results(String node, List<Long> path, long count, Failures failures, boolean whole) implements Wire {
        /** Copies the path. */
        public Results {
            path = List.copyOf(path);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.results(this);
        }
    }

    /** {@code {"action": {"node", "path"}}}: the result of one action, read from its record; costs a read, travels as nothing. */
    record Recorded(String node, List<Long> path) implements Wire {
        /** Copies the path. */
        public Recorded {
            path = List.copyOf(path);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.recorded(this);
        }
    }

    /** {@code {"record": {name: wire, ...}}}: an object put together from several values. */
    record Composite(Map<String, Wire> fields) implements Wire {
        /** Copies the map and keeps its order. */
        public Composite {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.composite(this);
        }
    }

    /** {@code {"array": [wire, ...]}}: a list put together from several values. */
    record Sequence(List<Wire> elements) implements Wire {
        /** Copies the list. */
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sequence(this);
        }
    }

    /** {@code {"field": name, "of": wire}}: one field of an object. */
    record Field(String name, Wire of) implements Wire {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.field(this);
        }
    }

    /** What a failed item is to the one who reads a fan-in. */
    enum Failures {
        /** There are none: a failed item ends the run before anyone reads. */
        NONE,
        /** Left out: the reader sees those that succeeded. */
        SKIP,
        /** Data: the reader sees an {@link dev.anabranch.task.Outcome} for each item. */
        OUTCOMES,
        /** All that is wanted: the reader sees {@code {"failed": n, "total": n}}, and no result is read. */
        COUNT
    }

    /** Calls the method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each variant. */
    interface Visitor<R> {
        /** An inline value. */
        R value(Value value);

        /** A reference. */
        R ref(Ref ref);

        /** An inline list of items. */
        R items(Items items);

        /** A list of items in the object store. */
        R itemsRef(ItemsRef items);

        /** A fan-in. */
        R results(Results results);

        /** The result of one action. */
        R recorded(Recorded recorded);

        /** An object of several values. */
        R composite(Composite composite);

        /** A list of several values. */
        R sequence(Sequence sequence);

        /** A field of an object. */
        R field(Field field);
    }

    /**
     * Reads the JSON form.
     *
     * @throws MalformedInvocation when it is none of the variants
     */
    static Wire parse(JsonNode json) {
        return WireJson.parse(json);
    }

    /** The JSON form. */
    default ObjectNode toJson() {
        return accept(WireJson.WRITER);
    }

    /** A list of the JSON forms. */
    static ArrayNode toJson(List<? extends Wire> wires) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(wires.size());
        wires.forEach(wire -> array.add(wire.toJson()));
        return array;
    }
}
