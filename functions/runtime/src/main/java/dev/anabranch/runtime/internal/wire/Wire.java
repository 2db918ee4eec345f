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
 * The form of a value in a state machine: inline, by reference, or as an expression that the receiver evaluates. State
 * payloads are limited to 256 KiB (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), so a
 * value is inline only if it fits into its budget.
 *
 * <p>The first field of the JSON form identifies the variant: {@code v}, {@code ref}, {@code items}, {@code itemsRef},
 * {@code results}, {@code action}, {@code outcome}, {@code failure}, {@code fold}, {@code record}, {@code array} or
 * {@code field}.
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
     * {@code {"ref": key, "size": bytes}}: a JSON document in the payload store.
     *
     * @param size the size of the document in bytes
     */
    record Ref(String key, long size) implements Wire {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ref(this);
        }
    }

    /** {@code {"items": [wire, ...], "count": n}}: an inline list for a fan-out; each item is a wire. */
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

    /**
     * {@code {"itemsRef": key, "count": n}}: a list for a Distributed Map, as a JSON array of wires in the payload
     * store.
     */
    record ItemsRef(String key, long count) implements Wire {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.itemsRef(this);
        }
    }

    /**
     * {@code {"results": {"node", "path", "count", "failures"?, "whole"?, "first"?}}}: the results of a fan-out, read from the
     * records of the actions of {@code node} at {@code path + [0 .. count - 1]}.
     *
     * @param path the indexes of the enclosing fan-outs, outermost first
     * @param count the number of items of the fan-out
     * @param failures how failed items are read
     * @param whole true if the receiver needs a list in memory, false if it reads lazily
     * @param first with {@link Failures#FIRST}, how many results are read; otherwise 0
     */
    record Results(String node, List<Long> path, long count, Failures failures, boolean whole, int first)
            implements Wire {
        /** Creates results that are all read. */
        public Results(String node, List<Long> path, long count, Failures failures, boolean whole) {
            this(node, path, count, failures, whole, 0);
        }

        /** Copies the path. */
        public Results {
            path = List.copyOf(path);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.results(this);
        }
    }

    /** {@code {"action": {"node", "path"}}}: the result of one action, read from its record, which costs one read. */
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

    /**
     * {@code {"fold": {"node", "path", "index", "initial"}}}: the result of the action of {@code node} at {@code path +
     * [index - 1]}, read from its record; {@code initial} if the index is 0.
     *
     * @param path the indexes of the fan-outs around the fold, outermost first
     */
    record Folded(String node, List<Long> path, long index, Wire initial) implements Wire {
        /** Copies the path. */
        public Folded {
            path = List.copyOf(path);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.folded(this);
        }
    }

    /**
     * {@code {"outcome": {"node", "path"}}}: the {@link dev.anabranch.task.Outcome} of the steps of which this action is
     * the last. It is read from the action's record; if another step failed, the record names it.
     */
    record RecordedOutcome(String node, List<Long> path) implements Wire {
        /** Copies the path. */
        public RecordedOutcome {
            path = List.copyOf(path);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.outcome(this);
        }
    }

    /**
     * {@code {"failure": {"workflow", "node", "error", "cause"}}}: why the run has failed, as a
     * {@link dev.anabranch.task.RunFailure}. If the cause names an action, the rest is read from its record. If a Map Run
     * failed, its child execution has noted the action beside the record of the node, which is that of this call.
     */
    record Failure(String workflow, String node, String error, String cause) implements Wire {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.failure(this);
        }
    }

    /** {@code {"record": {name: wire, ...}}}: an object of several values. */
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

    /** {@code {"array": [wire, ...]}}: a list of several values. */
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

    /** How failed items of a fan-in are read. */
    enum Failures {
        /** A fan-in has no failed items: they fail the run before it is read. */
        NONE,
        /** Failed items are left out. */
        SKIP,
        /** Each item is read as an {@link dev.anabranch.task.Outcome}. */
        OUTCOMES,
        /** The fan-in is read as {@code {"failed": n, "total": n}}, without reading results. */
        COUNT,
        /** The fan-in is read as the results that were available first, and how many items ended how. */
        FIRST
    }

    /** Calls the visitor's method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /** A visitor of the variants. */
    interface Visitor<R> {
        /** Visits an inline value. */
        R value(Value value);

        /** Visits a reference. */
        R ref(Ref ref);

        /** Visits an inline list of items. */
        R items(Items items);

        /** Visits a list of items in the payload store. */
        R itemsRef(ItemsRef items);

        /** Visits a fan-in. */
        R results(Results results);

        /** Visits the result of one action. */
        R recorded(Recorded recorded);

        /** Visits the last result of a fold. */
        R folded(Folded folded);

        /** Visits the outcome of several steps. */
        R outcome(RecordedOutcome outcome);

        /** Visits the failure of a run. */
        R failure(Failure failure);

        /** Visits an object of several values. */
        R composite(Composite composite);

        /** Visits a list of several values. */
        R sequence(Sequence sequence);

        /** Visits a field of an object. */
        R field(Field field);
    }

    /**
     * Reads the JSON form.
     *
     * @throws MalformedInvocation if it is none of the variants
     */
    static Wire parse(JsonNode json) {
        return WireJson.parse(json);
    }

    /** Returns the JSON form. */
    default ObjectNode toJson() {
        return accept(WireJson.WRITER);
    }

    /** Returns the JSON forms of a list. */
    static ArrayNode toJson(List<? extends Wire> wires) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(wires.size());
        wires.forEach(wire -> array.add(wire.toJson()));
        return array;
    }
}
