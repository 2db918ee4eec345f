package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.value.CompactNodes;
import dev.anabranch.engine.internal.value.JsonSize;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of the children of a Map Run: an item, a selection of an item, or a batch. Each is created when its child
 * can start.
 */
public final class ChildInputs {

    private final List<JsonNode> items;
    private final Selector selector;
    private final @Nullable Batching batching;
    private int next;
    private @Nullable JsonNode ahead;

    public ChildInputs(List<JsonNode> items, Selector selector, @Nullable Batching batching) {
        this.items = items;
        this.selector = selector;
        this.batching = batching;
    }

    public boolean hasNext() {
        return next < items.size();
    }

    /** Returns the items for which no child was started. */
    public List<JsonNode> unstarted() {
        return items.subList(next, items.size());
    }

    public ChildInput next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more items.");
        }
        return batching == null ? new ChildInput(take(), 1) : batch(batching);
    }

    private ChildInput batch(Batching limits) {
        ObjectNode input = CompactNodes.INSTANCE.objectNode();
        if (limits.batchInput() != null) {
            input.set("BatchInput", limits.batchInput());
        }
        ArrayNode batch = input.putArray("Items");
        long bytes = JsonSize.of(input);
        while (hasNext() && batch.size() < limits.maxItems()) {
            JsonNode item = peek();
            long grown = bytes + JsonSize.of(item) + (batch.isEmpty() ? 0 : 1);
            if (grown > limits.maxBytes() && !batch.isEmpty()) {
                break;
            }
            batch.add(take());
            bytes = grown;
        }
        return new ChildInput(input, batch.size());
    }

    private JsonNode peek() {
        JsonNode item = ahead;
        if (item == null) {
            item = selector.select(next, items.get(next));
            ahead = item;
        }
        return item;
    }

    private JsonNode take() {
        JsonNode item = peek();
        ahead = null;
        next++;
        return item;
    }

    /** Applies the {@code ItemSelector} to an item. */
    @FunctionalInterface
    public interface Selector {
        JsonNode select(int index, JsonNode item);
    }

    /**
     * The limits of a batch.
     *
     * @param batchInput the value of {@code BatchInput} in every batch, or null
     */
    public record Batching(
            long maxItems, long maxBytes, @Nullable JsonNode batchInput) {}

    /**
     * The input of one child.
     *
     * @param items the number of items in the input
     */
    public record ChildInput(JsonNode input, int items) {}
}
