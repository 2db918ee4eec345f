package dev.anabranch.stores.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes small random changes to the structure, types and texts of JSON. The same random numbers make the same changes.
 */
final class JsonMutations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST = 5;
    private static final int DEEP = 1_500;
    private static final ObjectMapper ANY_DEPTH = new ObjectMapper(JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build());
    private static final String ODD = "$.[](){}%'\"\\,:~|&*#@!?=<>^ é\u0000\ud800\n";

    private final SplittableRandom random;
    private final List<JsonNode> corpus;

    JsonMutations(SplittableRandom random, List<JsonNode> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    /** Returns the JSON text of a value with any nesting depth. */
    static String text(JsonNode node) {
        try {
            return ANY_DEPTH.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The position of a value: a member of an object or an element of an array. */
    private record Slot(JsonNode parent, String name, int index) {

        JsonNode get() {
            return parent.isObject() ? parent.get(name) : parent.get(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(name, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(name);
            } else {
                ((ArrayNode) parent).remove(index);
            }
        }
    }

    /** Returns a changed copy. */
    JsonNode of(JsonNode original) {
        return changed(original, 1 + random.nextInt(MOST), false);
    }

    /** Returns a copy with changes only in the fields {@link MutationWords#VALUES}; most such copies can still run. */
    JsonNode inValues(JsonNode original) {
        return changed(original, 1 + random.nextInt(2), true);
    }

    private JsonNode changed(JsonNode original, int changes, boolean inValues) {
        ArrayNode root = NODES.arrayNode().add(original.deepCopy());
        for (int i = 0; i < changes; i++) {
            List<Slot> slots = slots(root);
            if (inValues) {
                slots.removeIf(slot -> !MutationWords.VALUES.contains(slot.name));
            }
            if (slots.isEmpty()) {
                return root.isEmpty() ? NODES.nullNode() : root.get(0);
            }
            Slot slot = slots.get(random.nextInt(slots.size()));
            if (inValues) {
                changeValue(slot);
            } else {
                change(slot);
            }
        }
        return root.isEmpty() ? NODES.nullNode() : root.get(0);
    }

    private void changeValue(Slot slot) {
        List<Slot> inside = slots(NODES.arrayNode().add(slot.get()));
        Slot one = inside.size() < 2 ? slot : inside.get(1 + random.nextInt(inside.size() - 1));
        switch (random.nextInt(6)) {
            case 0 -> one.set(nested(one.get(), random.nextInt(DEEP)));
            case 1 -> one.set(tweaked(one));
            case 2 -> one.set(scalar());
            case 3 -> one.set(any().deepCopy());
            default -> one.set(expression());
        }
    }

    private JsonNode expression() {
        List<String> expressions = MutationWords.TEXTS.stream()
                .filter(text -> text.startsWith("{%"))
                .toList();
        return NODES.textNode(expressions.get(random.nextInt(expressions.size())));
    }

    private static List<Slot> slots(JsonNode root) {
        List<Slot> slots = new ArrayList<>();
        List<JsonNode> open = new ArrayList<>(List.of(root));
        while (!open.isEmpty()) {
            JsonNode node = open.remove(open.size() - 1);
            if (node.isObject()) {
                node.fieldNames().forEachRemaining(name -> slots.add(new Slot(node, name, 0)));
            } else {
                for (int i = 0; i < node.size(); i++) {
                    slots.add(new Slot(node, "", i));
                }
            }
            node.forEach(open::add);
        }
        return slots;
    }

    private void change(Slot slot) {
        switch (random.nextInt(12)) {
            case 0 -> slot.remove();
            case 1 -> duplicate(slot);
            case 2, 3 -> slot.set(scalar());
            case 4 -> slot.set(any().deepCopy());
            case 5 -> slot.set(otherType(slot.get()));
            case 6 -> slot.set(random.nextInt(20) == 0 ? nested(slot.get(), DEEP) : nested(slot.get(), 3));
            case 7, 8, 9 -> slot.set(tweaked(slot));
            case 10 -> rename(slot);
            default -> addField(slot);
        }
    }

    private void duplicate(Slot slot) {
        if (slot.parent instanceof ArrayNode array) {
            array.insert(slot.index, slot.get().deepCopy());
        } else {
            ((ObjectNode) slot.parent).set(slot.name + "2", slot.get().deepCopy());
        }
    }

    private JsonNode any() {
        List<Slot> slots = slots(corpus.get(random.nextInt(corpus.size())));
        return slots.isEmpty()
                ? scalar()
                : slots.get(random.nextInt(slots.size())).get();
    }

    private JsonNode scalar() {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(-2, 100));
            case 3 -> NODES.numberNode(new BigDecimal("12345678901234567890123456789.5"));
            case 4 -> NODES.numberNode(new BigDecimal("1E+400"));
            case 5 -> NODES.numberNode(random.nextDouble() * 1e-3);
            case 6 -> NODES.numberNode(Long.MAX_VALUE);
            default -> NODES.textNode(MutationWords.TEXTS.get(random.nextInt(MutationWords.TEXTS.size())));
        };
    }

    private JsonNode otherType(JsonNode value) {
        if (value.isObject()) {
            ArrayNode array = NODES.arrayNode();
            value.forEach(array::add);
            return array;
        }
        if (value.isArray()) {
            ObjectNode object = NODES.objectNode();
            value.forEach(element -> object.set("k" + object.size(), element));
            return object;
        }
        return value.isTextual()
                ? NODES.arrayNode().add(value)
                : NODES.textNode(random.nextBoolean() ? value.asText() : "{% " + value.asText() + " %}");
    }

    private static JsonNode nested(JsonNode value, int levels) {
        JsonNode nested = value.deepCopy();
        for (int i = 0; i < levels; i++) {
            nested = i % 2 == 0
                    ? NODES.arrayNode().add(nested)
                    : NODES.objectNode().set("a", nested);
        }
        return nested;
    }

    private JsonNode tweaked(Slot slot) {
        JsonNode value = slot.get();
        if (value.isNumber()) {
            return NODES.numberNode(value.decimalValue()
                    .multiply(new BigDecimal(
                            List.of("-1", "0", "0.5", "1000", "1E9").get(random.nextInt(5)))));
        }
        if (!value.isTextual()) {
            return value.isBoolean() ? NODES.booleanNode(!value.booleanValue()) : scalar();
        }
        if (slot.name.equals("Type")) {
            return NODES.textNode(MutationWords.TYPES.get(random.nextInt(MutationWords.TYPES.size())));
        }
        if (slot.name.equals("Next") || slot.name.equals("Default")) {
            return stateName(slot);
        }
        return NODES.textNode(tweaked(value.textValue()));
    }

    /** Returns the name of a state of the first document in the corpus, so that loops can occur. */
    private JsonNode stateName(Slot slot) {
        List<String> names = new ArrayList<>();
        corpus.get(0).path("States").fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? slot.get() : NODES.textNode(names.get(random.nextInt(names.size())));
    }

    private String tweaked(String text) {
        StringBuilder tweaked = new StringBuilder(text);
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(tweaked.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> tweaked.insert(at, ODD.charAt(random.nextInt(ODD.length())));
                case 1 -> tweaked.delete(at, Math.min(tweaked.length(), at + 1 + random.nextInt(3)));
                case 2 -> tweaked.insert(at, tweaked.substring(at, Math.min(tweaked.length(), at + 8)));
                default ->
                    tweaked.insert(
                            at,
                            List.of("$states.", "1e999", "-", "[0]", "{}", "null", "$$")
                                    .get(random.nextInt(7)));
            }
        }
        return tweaked.toString();
    }

    private void rename(Slot slot) {
        if (slot.parent instanceof ObjectNode object) {
            object.set(MutationWords.FIELDS.get(random.nextInt(MutationWords.FIELDS.size())), object.remove(slot.name));
        } else {
            slot.set(scalar());
        }
    }

    private void addField(Slot slot) {
        if (slot.get() instanceof ObjectNode object) {
            object.set(
                    MutationWords.FIELDS.get(random.nextInt(MutationWords.FIELDS.size())),
                    random.nextBoolean() ? any().deepCopy() : scalar());
        } else {
            slot.set(scalar());
        }
    }
}
