package dev.anabranch.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.asl.Jsonata;
import dev.anabranch.wire.RecordKey;

/**
 * The input that every state of a scope has, handed on unchanged from state to state: which run this is, and inside a fan-out which
 * item of it, with the values that its body takes from outside. (Variables would not do: children of a Distributed Map do not see
 * their parent's, and a state cannot read what it assigns.)
 *
 * <p>Fields: {@code run}; at the root {@code input}; in a body {@code in} (the indexes of the enclosing fan-outs, joined by dots),
 * {@code index}, {@code item} and {@code with}.
 *
 * @param depth how many fan-outs this scope is in
 */
record Frame(int depth) {

    static final Frame ROOT = new Frame(0);

    /** Everything, unchanged. */
    static final TextNode ALL = Jsonata.of("$states.input");

    static final String RUN = "$states.input.run";
    static final String RUN_INPUT = "$states.input.input";
    static final String ITEM = "$states.input.item";
    static final String INDEX = "$states.input.index";
    static final String WITH = "$states.input.with.";

    private static final String ENCLOSING = "$states.input.in";

    /** The frame of the body of a fan-out in this scope. */
    Frame inner() {
        return new Frame(depth + 1);
    }

    /** The path of the actions of this scope: a literal, or an expression. */
    JsonNode path() {
        return switch (depth) {
            case 0 -> TextNode.valueOf("");
            case 1 -> Jsonata.of("$string(" + INDEX + ")");
            default -> Jsonata.of(ENCLOSING + " & '.' & " + INDEX);
        };
    }

    /**
     * The partition key of an action of this scope: see {@link RecordKey}.
     *
     * @param node an expression for the node's name
     */
    TextNode partition(String node) {
        String start = RUN + ".id & '#' & " + node;
        return depth == 0
                ? Jsonata.of(start + " & '##'")
                : Jsonata.of(
                        start + " & '#' & " + ENCLOSING + " & '#' & $floor(" + INDEX + " / " + RecordKey.BLOCK + ")");
    }

    /** The sort key of an action of this scope: see {@link RecordKey}. */
    JsonNode sort() {
        return depth == 0
                ? TextNode.valueOf(RecordKey.SINGLE)
                : Jsonata.of("$pad($string(" + INDEX + "), -" + RecordKey.DIGITS + ", '0')");
    }

    /** What an inline iteration is given, from a Map state of the enclosing scope. */
    static ObjectNode iteration(Frame enclosing, ObjectNode with) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.set("run", Jsonata.of(RUN));
        frame.set("in", enclosing.path());
        frame.set("index", Jsonata.of("$states.context.Map.Item.Index"));
        frame.set("item", Jsonata.of("$states.context.Map.Item.Value"));
        if (!with.isEmpty()) {
            frame.set("with", with);
        }
        return frame;
    }

    /** What is the same for all items of a child execution. */
    static ObjectNode batchInput(Frame enclosing, ObjectNode with) {
        ObjectNode frame = iteration(enclosing, with);
        frame.remove("index");
        frame.remove("item");
        return frame;
    }

    /** One item of a child execution's batch. */
    static ObjectNode batchItem() {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.set("index", Jsonata.of("$states.context.Map.Item.Index"));
        item.set("item", Jsonata.of("$states.context.Map.Item.Value"));
        return item;
    }

    /** What an iteration inside a child execution is given. */
    static ObjectNode shardIteration(boolean captures) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.set("run", Jsonata.of("$states.input.BatchInput.run"));
        frame.set("in", Jsonata.of("$states.input.BatchInput.in"));
        frame.set("index", Jsonata.of("$states.context.Map.Item.Value.index"));
        frame.set("item", Jsonata.of("$states.context.Map.Item.Value.item"));
        if (captures) {
            frame.set("with", Jsonata.of("$states.input.BatchInput.with"));
        }
        return frame;
    }
}
