package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The payload of an invocation that handles several items of a fan-out. It has the fields of an {@link Invocation},
 * where {@code path} is that of the enclosing item, and in addition {@code batch}, which is {@code [{"index": 3,
 * "item": <wire>}, ...]} by index, and {@code threads}, the maximum number of actions that run in parallel (1 if
 * absent), and {@code label}, the field that is the label of an item (none if absent). In the input, {@code {"item": true}} and {@code {"index": true}} stand for the item and index of each entry.
 *
 * @param actions one action for each item, at least one
 * @param threads the maximum number of actions that run in parallel, at least 1
 */
public record BatchInvocation(List<Invocation> actions, int threads) {

    /** A regular expression for the text of {@link #failed} whose group is the number of failed items. */
    public static final String FAILED = "([0-9]+) of [0-9]+ items failed: ";

    /** Copies the list. */
    public BatchInvocation {
        actions = List.copyOf(actions);
    }

    /**
     * Reads the JSON form.
     *
     * @return empty if {@code json} is not a batch
     * @throws MalformedInvocation if a field is missing or invalid; the message names it
     */
    public static Optional<BatchInvocation> parse(JsonNode json) {
        JsonNode entries = json.path("batch");
        if (entries.isMissingNode()) {
            return Optional.empty();
        }
        if (!entries.isArray() || entries.isEmpty()) {
            throw new MalformedInvocation("`batch` must be an array with at least one item.");
        }
        JsonNode input = json.path("input");
        Invocation common = Invocation.parse(json, Wire.parse(WireJson.withItem(input, entries.get(0))));
        if (!(common.reply() instanceof Reply.Nothing)) {
            throw new MalformedInvocation("`reply.kind` of a batch must be `nothing`: its results are in the records.");
        }
        List<Invocation> actions = new ArrayList<>(entries.size());
        long last = -1;
        for (JsonNode entry : entries) {
            long index = WireJson.number(entry, "index");
            if (index <= last) {
                throw new MalformedInvocation(
                        "`batch` must be in ascending order of `index`, but " + index + " follows " + last + ".");
            }
            actions.add(common.item(index, Wire.parse(WireJson.withItem(input, entry)), labels(common, json, entry)));
            last = index;
        }
        int threads = json.has("threads") ? (int) WireJson.number(json, "threads") : 1;
        return Optional.of(new BatchInvocation(actions, Math.max(1, threads)));
    }

    /** Returns the labels of an entry: those of the enclosing items, and that of its item. */
    private static ItemLabels labels(Invocation common, JsonNode json, JsonNode entry) {
        return common.labels()
                .inner(
                        common.path().size(),
                        json.has("label")
                                ? ItemLabels.ofWire(entry.path("item"), WireJson.text(json, "label"))
                                : Optional.empty());
    }

    /** Returns the beginning of the message of a batch with failed items, from which state machines read the number. */
    public static String failed(long failed, int items) {
        return failed + " of " + items + " items failed: ";
    }
}
