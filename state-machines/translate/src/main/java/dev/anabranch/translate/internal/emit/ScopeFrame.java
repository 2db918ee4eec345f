package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import java.util.Optional;

/**
 * The input of every state of a scope, which each state passes on unchanged. It identifies the run and, inside a
 * fan-out, the item, and has the values that the body uses from outside. It is not a variable, because children of a
 * Distributed Map do not see the variables of their parent, and a state cannot read a variable that it assigns.
 *
 * <p>Its fields are {@code run}; at the root {@code input}; in a body {@code in} (the indexes of the enclosing
 * fan-outs, joined by dots), {@code index}, {@code item} and {@code with}. In the body of a fan-out with batches,
 * {@code index} and {@code item} are in the entries of {@code batch}.
 *
 * @param depth the number of fan-outs around this scope
 * @param threads in the body of a fan-out with batches, the number of items of a batch that run in parallel; otherwise
 *     0
 * @param labelled whether the field {@link #LABELS} has the text form of {@link ItemLabels}; in the body of a fan-out with
 *     batches those of the enclosing items
 * @param label the field that is the label of an item of this scope's fan-out, or {@link ItemLabels#ITEM_ITSELF}; empty
 *     for none
 */
record ScopeFrame(int depth, int threads, boolean labelled, Optional<String> label) {

    static final ScopeFrame ROOT = new ScopeFrame(0, 0, false, Optional.empty());

    static final String LABELS = "labels";
    static final String LABEL = "label";

    private static final String OF_ENCLOSING = "$states.input." + LABELS;
    private static final String OF_SHARD = "$states.input.BatchInput." + LABELS;
    private static final String ITEM_VALUE = "$states.context.Map.Item.Value";

    /** The whole input, unchanged. */
    static final TextNode ALL = JsonataWriter.of("$states.input");

    /** The input without the failure that a catcher has added. */
    static final TextNode WITHOUT_FAILURE =
            JsonataWriter.of("$sift($states.input, function($v, $k) {$k != 'failure'})");

    static final String RUN = "$states.input.run";
    static final String RUN_INPUT = "$states.input.input";
    static final String ITEM = "$states.input.item";
    static final String INDEX = "$states.input.index";
    static final String WITH = "$states.input.with.";

    static final String BATCH = "batch";

    /** Assigns the indexes around the item of a frame to {@code $p}. */
    private static final String INDEXES = "$p := $split($states.input.in, '.'); ";

    private static final String WIDTH = "width";

    static final String ENCLOSING = "$states.input.in";

    /** Returns the frame of the body of a fan-out in this scope. */
    ScopeFrame inner(int batchThreads, Optional<String> itemLabel) {
        // The function reads the labels of a batch from its items, which would otherwise need more of the payload.
        boolean has = labelled || (batchThreads == 0 && itemLabel.isPresent());
        return new ScopeFrame(depth + 1, batchThreads, has, itemLabel);
    }

    /** Returns whether this is the body of a fan-out with batches. */
    boolean batched() {
        return threads > 0;
    }

    /** Returns the frame of one item of a batch. */
    ScopeFrame unbatched() {
        return new ScopeFrame(depth, 0, false, Optional.empty());
    }

    /**
     * Returns the path of the actions of this scope as a literal or an expression. For a batch it is the path of the
     * enclosing item.
     */
    JsonNode path() {
        return depth == 0 ? TextNode.valueOf("") : JsonataWriter.of(pathExpression());
    }

    /** Returns an expression for the path of the actions of the scope around the fan-out of this one. */
    JsonNode enclosingPath() {
        return JsonataWriter.of(ENCLOSING);
    }

    /** Returns the path of the actions of this scope as an expression. */
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
     * Returns the partition key of an action of this scope: see {@link RecordKey}.
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

    /** Returns the sort key of an action of this scope: see {@link RecordKey}. */
    JsonNode sort() {
        return depth == 0
                ? TextNode.valueOf(RecordKey.SINGLE)
                : JsonataWriter.of("$pad($string(" + INDEX + "), -" + RecordKey.DIGITS + ", '0')");
    }

    /**
     * Returns the partition key of an action of a scope around this one.
     *
     * @param node an expression for the node's name
     */
    TextNode partition(String node, ScopeFrame around) {
        if (around.depth == 0) {
            return ROOT.partition(node);
        }
        String parents = around.depth == 1 ? "''" : "$join($p[[0.." + (around.depth - 2) + "]], '.')";
        return JsonataWriter.of("(" + INDEXES + RUN + ".id & '#' & " + node + " & '#' & " + parents
                + " & '#' & $floor($number($p[" + (around.depth - 1) + "]) / " + RecordKey.BLOCK + "))");
    }

    /** Returns the sort key of an action of a scope around this one that has items. */
    TextNode sort(ScopeFrame around) {
        return JsonataWriter.of(
                "(" + INDEXES + "$pad($p[" + (around.depth - 1) + "], -" + RecordKey.DIGITS + ", '0'))");
    }

    /** Returns an expression for the labels of the items of a scope around this one. */
    TextNode labels(ScopeFrame around) {
        String separator = JsonataWriter.string(ItemLabels.SEPARATOR);
        return JsonataWriter.of("$join($split(" + OF_ENCLOSING + ", " + separator + ")[[0.." + (around.depth - 1)
                + "]], " + separator + ")");
    }

    /** Returns an expression for the labels of the items of this scope. */
    TextNode labels() {
        return JsonataWriter.of(OF_ENCLOSING);
    }

    /** Returns an expression for the labels of the items around the item of a frame. */
    static TextNode labelsAround() {
        String separator = JsonataWriter.string(ItemLabels.SEPARATOR);
        return JsonataWriter.of("($l := $split(" + OF_ENCLOSING + ", " + separator
                + "); $count($l) < 2 ? '' : $join($l[[0..$count($l) - 2]], " + separator + "))");
    }

    /**
     * Returns an expression for the labels of the items of this body.
     *
     * @param outer an expression for the labels of the enclosing items
     * @param item an expression for the item, in its wire form
     */
    private TextNode labels(boolean outerLabelled, String outer, String item) {
        String before = outerLabelled
                ? outer + " & " + JsonataWriter.string(ItemLabels.SEPARATOR) + " & "
                : depth > 1 ? JsonataWriter.string(ItemLabels.SEPARATOR.repeat(depth - 1)) + " & " : "";
        return JsonataWriter.of(before + label.map(field -> label(item, field)).orElse("''"));
    }

    /** Returns an expression for the label of an item: see {@link ItemLabels#of}. */
    private static String label(String item, String field) {
        String name = JsonataWriter.string(field);
        String value = field.equals(ItemLabels.ITEM_ITSELF)
                ? item + ".v"
                : "$type(" + item + ".v) = 'object' ? $lookup(" + item + ".v, " + name + ") : ''";
        String dots = JsonataWriter.string(ItemLabels.DOTS);
        return "($b := $lookup(" + item + "." + LABELS + ", " + name + "); $v := $exists($b) ? $b : (" + value
                + "); $t := $type($v) in ['string', 'number', 'boolean'] ? $replace($replace($string($v), "
                + JsonataWriter.string(ItemLabels.ACTIONS) + ", ' '), " + JsonataWriter.string(ItemLabels.SEPARATOR)
                + ", ' ') : ''; $length($t) > " + ItemLabels.LONGEST + " ? $substring($t, 0, "
                + (ItemLabels.LONGEST - 1) + ") & " + dots + " : $t)";
    }

    /** Returns the ItemSelector of an inline Map in the enclosing scope over the items of this body. */
    ObjectNode selector(ScopeFrame enclosing, ObjectNode with) {
        ObjectNode frame = iteration(enclosing, with);
        if (labelled) {
            frame.set(LABELS, labels(enclosing.labelled, OF_ENCLOSING, ITEM_VALUE));
        }
        return frame;
    }

    private static ObjectNode iteration(ScopeFrame enclosing, ObjectNode with) {
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

    /**
     * Returns the input of the rounds of a loop in the enclosing scope.
     *
     * @param round the index of the first round
     */
    static ObjectNode rounds(ScopeFrame enclosing, ObjectNode with, JsonNode round) {
        ObjectNode frame = batchInput(enclosing, with);
        frame.set("index", round);
        if (enclosing.labelled) {
            frame.set(LABELS, enclosing.inner(0, Optional.empty()).labels(true, OF_ENCLOSING, ITEM_VALUE));
        }
        return frame;
    }

    /** Returns the input of a child execution for one item; it is a batch of one item if the fan-out has batches. */
    ObjectNode single(ScopeFrame enclosing, ObjectNode with) {
        if (!batched()) {
            return selector(enclosing, with);
        }
        ObjectNode frame = batchInput(enclosing, with);
        frame.putArray(BATCH).add(batchItem());
        return frame;
    }

    /** Returns the ItemSelector of an inline Map over batches of {@code size} items. */
    static ObjectNode batchIteration(ScopeFrame enclosing, ObjectNode with, int size) {
        ObjectNode frame = batchInput(enclosing, with);
        frame.set(
                BATCH,
                JsonataWriter.of("[$map($states.context.Map.Item.Value, function($item, $i) {{'index': "
                        + "$states.context.Map.Item.Index * " + size + " + $i, 'item': $item}})]"));
        return frame;
    }

    /**
     * Returns an expression for the records that the items of a batch share: the first index and the number of indexes
     * of each. A record ends at the end of a block and before a gap in the indexes.
     */
    static TextNode sharedRecords() {
        return JsonataWriter.of(
                "($all := [$states.input." + BATCH + ".index]; $starts := [$filter($all, function($v, $i) "
                        + "{$i = 0 or $v % " + RecordKey.BLOCK + " = 0 or $all[$i - 1] + 1 != $v})]; "
                        + "[$map($starts, function($v, $i) {{'index': $v, 'width': "
                        + "$count($all[$ >= $v and ($i + 1 = $count($starts) or $ < $starts[$i + 1])])}})])");
    }

    /** Returns the ItemSelector of the Map that records the failure of a batch in each of its records. */
    static ObjectNode sharedRecord() {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.set("run", JsonataWriter.of(RUN));
        frame.set("in", JsonataWriter.of(ENCLOSING));
        frame.set("index", JsonataWriter.of("$states.context.Map.Item.Value.index"));
        frame.set(WIDTH, JsonataWriter.of("$states.context.Map.Item.Value.width"));
        frame.set("failure", JsonataWriter.of("$states.input.failure"));
        return frame;
    }

    /** Returns an expression for the number of actions that share the record of this scope. */
    static TextNode width() {
        return JsonataWriter.of("$string($states.input." + WIDTH + ")");
    }

    /** Returns the BatchInput of child executions, which is equal for all their items. */
    static ObjectNode batchInput(ScopeFrame enclosing, ObjectNode with) {
        ObjectNode frame = iteration(enclosing, with);
        frame.remove("index");
        frame.remove("item");
        if (enclosing.labelled) {
            frame.set(LABELS, enclosing.labels());
        }
        return frame;
    }

    /** Returns one item of a child execution's batch. */
    static ObjectNode batchItem() {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.set("index", JsonataWriter.of("$states.context.Map.Item.Index"));
        item.set("item", JsonataWriter.of("$states.context.Map.Item.Value"));
        return item;
    }

    /**
     * Returns the ItemSelector of the inline Map in a child execution over the items of this body.
     *
     * @param enclosing the scope of the fan-out
     */
    ObjectNode shardIteration(ScopeFrame enclosing, boolean captures) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.set("run", JsonataWriter.of("$states.input.BatchInput.run"));
        frame.set("in", JsonataWriter.of("$states.input.BatchInput.in"));
        if (batched()) {
            frame.set(BATCH, JsonataWriter.of("$states.context.Map.Item.Value"));
            if (enclosing.labelled) {
                frame.set(LABELS, JsonataWriter.of(OF_SHARD));
            }
        } else {
            if (labelled) {
                frame.set(LABELS, labels(enclosing.labelled, OF_SHARD, ITEM_VALUE + ".item"));
            }
            frame.set("index", JsonataWriter.of("$states.context.Map.Item.Value.index"));
            frame.set("item", JsonataWriter.of("$states.context.Map.Item.Value.item"));
        }
        if (captures) {
            frame.set("with", JsonataWriter.of("$states.input.BatchInput.with"));
        }
        return frame;
    }
}
