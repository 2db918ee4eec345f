package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a function is sent where one invocation handles several items of a fan-out: the fields of an {@link Invocation}, where
 * {@code path} is that of the enclosing item, {@code batch} is {@code [{"index": 3, "item": <wire>}, ...]} in the order of the indexes,
 * {@code threads} is how many of them may run at once (one where it is left out) and, in the input, {@code {"item": true}} and
 * {@code {"index": true}} stand for those of each entry.
 *
 * @param actions one for each item, at least one
 * @param threads how many run at once, at least 1
 */
public record BatchInvocation(List<Invocation> actions, int threads) {

    /** Copies the list. */
    public BatchInvocation {
        actions = List.copyOf(actions);
    }

    /**
     * Reads the JSON form.
     *
     * @return empty where {@code json} is not a batch
     * @throws MalformedInvocation when a field is missing or wrong; the message names it
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
        Invocation common = Invocation.parse(json, Wire.parse(WireJson.filled(input, entries.get(0))));
        if (!(common.reply() instanceof Reply.Nothing)) {
            throw new MalformedInvocation("`reply.kind` of a batch must be `nothing`: its results are in the records.");
        }
        List<Invocation> actions = new ArrayList<>(entries.size());
        long last = -1;
        for (JsonNode entry : entries) {
            long index = WireJson.number(entry, "index");
            if (index <= last) {
                throw new MalformedInvocation(
                        "`batch` must be in the order of `index`, but " + index + " follows " + last + ".");
            }
            actions.add(common.item(index, Wire.parse(WireJson.filled(input, entry))));
            last = index;
        }
        int threads = json.has("threads") ? (int) WireJson.number(json, "threads") : 1;
        return Optional.of(new BatchInvocation(actions, Math.max(1, threads)));
    }
}
