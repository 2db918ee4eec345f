package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.translate.internal.asl.JsonataWriter;

/**
 * The input that every state of a scope has, handed on unchanged from state to state: which run this is, and inside a fan-out which
 * item of it, with the values that its body takes from outside. (Variables would not do: children of a Distributed Map do not see
 * their parent's, and a state cannot read what it assigns.)
 *
 * <p>Fields: {@code run}; at the root {@code input}; in a body {@code in} (the indexes of the enclosing fan-outs, joined by dots),
 * {@code index}, {@code item} and {@code with}.
 *
 * <p>Where a body handles a batch of items at once, {@code index} and {@code item} are in the entries of {@code batch} instead.
 *
 * @param depth how many fan-outs this scope is in
 * @param threads where this is the body of a fan-out in batches, how many items of one run at once; else 0
 */
record ScopeFrame(int depth, int threads) {

    static final ScopeFrame ROOT = new ScopeFrame(0, 0);

    /** Everything, unchanged. */
    static final TextNode ALL = JsonataWriter.of("$states.input");

    static final String RUN = "$states.input.run";
    static final String RUN_INPUT = "$states.input.input";
    static final String ITEM = "$states.input.item";
    static final String INDEX = "$states.input.index";
    static final String WITH = "$states.input.with.";

    static final String BATCH = "batch";

    private static final String WIDTH = "width";

    private static final String ENCLOSING = "$states.input.in";

    /** The frame of the body of a fan-out in this scope. */
    ScopeFrame inner(int batchThreads) {
        return new ScopeFrame(depth + 1, batchThreads);
    }

    /** Whether this is the body of a fan-out in batches. */
    boolean batched() {
        return threads > 0;
    }

    /** The frame of one item of a batch. */
    ScopeFrame unbatched() {
        return new ScopeFrame(depth, 0);
    }

    /** The path of the actions of this scope, for a batch that of the enclosing item: a literal, or an expression. */
    JsonNode path() {
        return depth == 0 ? TextNode.valueOf("") : JsonataWriter.of(pathExpression());
    }

    /** The same as an expression. */
    String pathExpression() {
        if (batched()) {
            return ENCLOSING;
        }
        return switch (depth) {
            case 0 -> "''";
            case 1 -> "$string(" + INDEX + ")";
            default -> ENCLOSING + " & '.' & " + INDEX;
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
                ? JsonataWriter.of(start + " & '##'")
                : JsonataWriter.of(
                        start + " & '#' & " + ENCLOSING + " & '#' & $floor(" + INDEX + " / " + RecordKey.BLOCK + ")");
    }

    /** The sort key of an action of this scope: see {@link RecordKey}. */
    JsonNode sort() {
        return depth == 0
                ? TextNode.valueOf(RecordKey.SINGLE)
                : JsonataWriter.of("$pad($string(" + INDEX + "), -" + RecordKey.DIGITS + ", '0')");
    }

    /** What an inline iteration is given, from a Map state of the enclosing scope. */
    static ObjectNode iteration(ScopeFrame enclosing, ObjectNode with) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.set("run", JsonataWriter.of(RUN));
        frame.set("in", enclosing.path());
        frame.set("index", JsonataWriter.of("$states.context.Map.Item.Index"));
        frame.set("item", JsonataWriter.of("$states.context.Map.Item.Value"));
        if (!with.isEmpty()) {
            frame.set("with", with);
        }
        return frame;
    }

    /** What a child execution of one item is given, as a batch of one where the body handles batches. */
    static ObjectNode single(ScopeFrame enclosing, ObjectNode with, boolean inBatches) {
        if (!inBatches) {
            return iteration(enclosing, with);
        }
        ObjectNode frame = batchInput(enclosing, with);
        frame.putArray(BATCH).add(batchItem());
        return frame;
    }

    /** What an inline iteration over batches of {@code size} items is given. */
    static ObjectNode batchIteration(ScopeFrame enclosing, ObjectNode with, int size) {
        ObjectNode frame = batchInput(enclosing, with);
        frame.set(
                BATCH,
                JsonataWriter.of("[$map($states.context.Map.Item.Value, function($item, $i) {{'index': "
                        + "$states.context.Map.Item.Index * " + size + " + $i, 'item': $item}})]"));
        return frame;
    }

    /**
     * The records that the items of a batch share: the first index of each and how many indexes follow it. A record ends where a block
     * does, and where an index is left out.
     */
    static TextNode sharedRecords() {
        return JsonataWriter.of(
                "($all := [$states.input." + BATCH + ".index]; $starts := [$filter($all, function($v, $i) "
                        + "{$i = 0 or $v % " + RecordKey.BLOCK + " = 0 or $all[$i - 1] + 1 != $v})]; "
                        + "[$map($starts, function($v, $i) {{'index': $v, 'width': "
                        + "$count($all[$ >= $v and ($i + 1 = $count($starts) or $ < $starts[$i + 1])])}})])");
    }

    /** What an iteration over the records of a batch is given, to see to its failure. */
    static ObjectNode sharedRecord() {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.set("run", JsonataWriter.of(RUN));
        frame.set("in", JsonataWriter.of(ENCLOSING));
        frame.set("index", JsonataWriter.of("$states.context.Map.Item.Value.index"));
        frame.set(WIDTH, JsonataWriter.of("$states.context.Map.Item.Value.width"));
        frame.set("failure", JsonataWriter.of("$states.input.failure"));
        return frame;
    }

    /** How many actions share the record of this scope. */
    static TextNode width() {
        return JsonataWriter.of("$string($states.input." + WIDTH + ")");
    }

    /** What is the same for all items of a child execution. */
    static ObjectNode batchInput(ScopeFrame enclosing, ObjectNode with) {
        ObjectNode frame = iteration(enclosing, with);
        frame.remove("index");
        frame.remove("item");
        return frame;
    }

    /** One item of a child execution's batch. */
    static ObjectNode batchItem() {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.set("index", JsonataWriter.of("$states.context.Map.Item.Index"));
        item.set("item", JsonataWriter.of("$states.context.Map.Item.Value"));
        return item;
    }

    /** What an iteration inside a child execution is given. */
    static ObjectNode shardIteration(boolean captures, boolean inBatches) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.set("run", JsonataWriter.of("$states.input.BatchInput.run"));
        frame.set("in", JsonataWriter.of("$states.input.BatchInput.in"));
        if (inBatches) {
            frame.set(BATCH, JsonataWriter.of("$states.context.Map.Item.Value"));
        } else {
            frame.set("index", JsonataWriter.of("$states.context.Map.Item.Value.index"));
            frame.set("item", JsonataWriter.of("$states.context.Map.Item.Value.item"));
        }
        if (captures) {
            frame.set("with", JsonataWriter.of("$states.input.BatchInput.with"));
        }
        return frame;
    }
}
