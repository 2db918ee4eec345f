package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads and writes the JSON form of {@link Wire}. */
final class WireJson {

    static final Wire.Visitor<ObjectNode> WRITER = new Writer();

    private WireJson() {}

    static Wire parse(JsonNode json) {
        if (json.has("v")) {
            return new Wire.Value(json.get("v"));
        }
        if (json.has("ref")) {
            return new Wire.Ref(text(json, "ref"), number(json, "size"));
        }
        if (json.has("items")) {
            return new Wire.Items(parseAll(json, "items"));
        }
        if (json.has("itemsRef")) {
            return new Wire.ItemsRef(text(json, "itemsRef"), number(json, "count"));
        }
        if (json.has("results")) {
            return results(json.get("results"));
        }
        if (json.has("action")) {
            JsonNode action = json.get("action");
            return new Wire.Recorded(text(action, "node"), Invocation.path(action.path("path")));
        }
        if (json.has("fold")) {
            JsonNode fold = json.get("fold");
            return new Wire.Folded(
                    text(fold, "node"),
                    Invocation.path(fold.path("path")),
                    number(fold, "index"),
                    parse(fold.path("initial")));
        }
        if (json.has("failure")) {
            JsonNode failure = json.get("failure");
            return new Wire.Failure(
                    text(failure, "workflow"), text(failure, "node"), text(failure, "error"), text(failure, "cause"));
        }
        if (json.has("outcome")) {
            JsonNode outcome = json.get("outcome");
            return new Wire.RecordedOutcome(text(outcome, "node"), Invocation.path(outcome.path("path")));
        }
        if (json.has("record")) {
            Map<String, Wire> fields = new LinkedHashMap<>();
            json.get("record").properties().forEach(field -> fields.put(field.getKey(), parse(field.getValue())));
            return new Wire.Composite(fields);
        }
        if (json.has("array")) {
            return new Wire.Sequence(parseAll(json, "array"));
        }
        if (json.has("field") && json.has("of")) {
            return new Wire.Field(text(json, "field"), parse(json.get("of")));
        }
        throw new MalformedInvocation(
                "A value must have one of the fields `v`, `ref`, `items`, `itemsRef`, `results`, `action`, `outcome`, "
                        + "`failure`, `fold`, `record`, `array` or `field`, but has " + fieldNames(json) + ".");
    }

    /** Replaces the placeholders for the item and index of a batch in a wire. */
    static JsonNode withItem(JsonNode wire, JsonNode entry) {
        if (wire.path("item").asBoolean(false)) {
            return entry.path("item");
        }
        if (wire.path("index").asBoolean(false)) {
            return JsonNodeFactory.instance.objectNode().set("v", entry.path("index"));
        }
        if (wire.has("field")) {
            ObjectNode copy = wire.deepCopy();
            copy.set("of", withItem(wire.path("of"), entry));
            return copy;
        }
        if (wire.has("record")) {
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            wire.get("record")
                    .properties()
                    .forEach(field -> fields.set(field.getKey(), withItem(field.getValue(), entry)));
            return JsonNodeFactory.instance.objectNode().set("record", fields);
        }
        if (wire.has("array")) {
            ArrayNode elements = JsonNodeFactory.instance.arrayNode();
            wire.get("array").forEach(element -> elements.add(withItem(element, entry)));
            return JsonNodeFactory.instance.objectNode().set("array", elements);
        }
        return wire;
    }

    private static Wire.Results results(JsonNode json) {
        List<Long> path = Invocation.path(json.path("path"));
        Wire.Failures failures = json.has("failures")
                ? Wire.Failures.valueOf(text(json, "failures").toUpperCase(Locale.ROOT))
                : Wire.Failures.NONE;
        return new Wire.Results(
                text(json, "node"),
                path,
                number(json, "count"),
                failures,
                json.path("whole").asBoolean(false),
                json.path("first").asInt(0));
    }

    private static List<Wire> parseAll(JsonNode json, String field) {
        JsonNode array = json.get(field);
        if (!array.isArray()) {
            throw new MalformedInvocation("`" + field + "` must be an array.");
        }
        List<Wire> wires = new ArrayList<>(array.size());
        array.forEach(element -> wires.add(parse(element)));
        return wires;
    }

    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new MalformedInvocation("`" + field + "` must be a string.");
        }
        return value.textValue();
    }

    /** Returns the texts of an array; none if the field is absent. */
    static List<String> texts(JsonNode json, String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    static long number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isNumber()) {
            throw new MalformedInvocation("`" + field + "` must be a number.");
        }
        return value.longValue();
    }

    private static String fieldNames(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(name -> names.add("`" + name + "`"));
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static final class Writer implements Wire.Visitor<ObjectNode> {

        private static ObjectNode object() {
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public ObjectNode value(Wire.Value value) {
            return object().set("v", value.json());
        }

        @Override
        public ObjectNode ref(Wire.Ref ref) {
            return object().put("ref", ref.key()).put("size", ref.size());
        }

        @Override
        public ObjectNode items(Wire.Items items) {
            ObjectNode json = object().set("items", Wire.toJson(items.items()));
            return json.put("count", items.items().size());
        }

        @Override
        public ObjectNode itemsRef(Wire.ItemsRef items) {
            return object().put("itemsRef", items.key()).put("count", items.count());
        }

        @Override
        public ObjectNode results(Wire.Results results) {
            ObjectNode json = object().put("node", results.node());
            json.put("path", Invocation.joined(results.path()));
            json.put("count", results.count());
            if (results.failures() != Wire.Failures.NONE) {
                json.put("failures", results.failures().name().toLowerCase(Locale.ROOT));
            }
            if (results.whole()) {
                json.put("whole", true);
            }
            if (results.first() > 0) {
                json.put("first", results.first());
            }
            return object().set("results", json);
        }

        @Override
        public ObjectNode recorded(Wire.Recorded recorded) {
            ObjectNode json = object().put("node", recorded.node()).put("path", Invocation.joined(recorded.path()));
            return object().set("action", json);
        }

        @Override
        public ObjectNode folded(Wire.Folded folded) {
            ObjectNode json = object().put("node", folded.node()).put("path", Invocation.joined(folded.path()));
            json.put("index", folded.index()).set("initial", folded.initial().toJson());
            return object().set("fold", json);
        }

        @Override
        public ObjectNode outcome(Wire.RecordedOutcome outcome) {
            ObjectNode json = object().put("node", outcome.node()).put("path", Invocation.joined(outcome.path()));
            return object().set("outcome", json);
        }

        @Override
        public ObjectNode failure(Wire.Failure failure) {
            ObjectNode json = object().put("workflow", failure.workflow()).put("node", failure.node());
            json.put("error", failure.error()).put("cause", failure.cause());
            return object().set("failure", json);
        }

        @Override
        public ObjectNode composite(Wire.Composite composite) {
            ObjectNode json = object();
            ObjectNode fields = json.putObject("record");
            composite.fields().forEach((name, wire) -> fields.set(name, wire.toJson()));
            return json;
        }

        @Override
        public ObjectNode sequence(Wire.Sequence sequence) {
            return object().set("array", Wire.toJson(sequence.elements()));
        }

        @Override
        public ObjectNode field(Wire.Field field) {
            return object().put("field", field.name()).set("of", field.of().toJson());
        }
    }
}
