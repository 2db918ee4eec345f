package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How the answer of an action may be returned. The action's record has the result in any case.
 *
 * <p>The budgets come from the plan, which ensures that no state exceeds its quota.
 */
public sealed interface Reply {

    /** The field of a reply with a mark of reused results. */
    String MARK = "marksReuse";

    /** {@code {"kind": "nothing"}}: the state machine does not need the result; the answer is {@code {}}. */
    record Nothing() implements Reply {}

    /**
     * {@code {"kind": "value", "inline": bytes}}: a {@link Wire.Value} if it fits, otherwise a {@link Wire.Ref}.
     *
     * @param inline the maximum size of the answer in bytes
     * @param marksReuse whether the answer has the field {@code "reused": true} if the result was reused: for the rounds
     *     of a loop, which pauses only after others
     */
    record Single(int inline, boolean marksReuse) implements Reply {
        /** Creates a reply without a mark. */
        public Single(int inline) {
            this(inline, false);
        }
    }

    /**
     * {@code {"kind": "items", "width": n, "inline": bytes, "item": bytes}}: the result is the list of a fan-out. The
     * answer is {@link Wire.Items} if the list has at most {@code width} items and fits into {@code inline} bytes, if
     * necessary with the largest items replaced by {@link Wire.Ref}s; otherwise it is {@link Wire.ItemsRef}, with items
     * of at most {@code item} bytes.
     *
     * @param width the maximum number of inline items
     * @param inline the maximum size of the answer in bytes
     * @param item the maximum size in bytes of an item in the stored list
     * @param marksReuse as of {@link Single}
     * @param labels the fields of an item that are labels of fan-outs over the list, or {@link ItemLabels#ITEM_ITSELF}.
     *     Where the state machine cannot read a label from an item, it is beside the item
     */
    record Items(int width, int inline, int item, boolean marksReuse, List<String> labels) implements Reply {
        /** Creates a reply without a mark and labels. */
        public Items(int width, int inline, int item) {
            this(width, inline, item, false, List.of());
        }

        /** Copies the list. */
        public Items {
            labels = List.copyOf(labels);
        }
    }

    /**
     * {@code {"kind": "adopted"}}: a rerun only adopts the result of the earlier run, and the task is not called. The
     * answer is {@code {"reused": true}}, or {@code {}} if there is no result to adopt.
     */
    record Adopted() implements Reply {}

    /** Returns whether an answer with a reused result has a mark. */
    default boolean marksReuse() {
        return this instanceof Adopted
                || (this instanceof Single single && single.marksReuse())
                || (this instanceof Items items && items.marksReuse());
    }

    /** Reads the JSON form. */
    static Reply parse(JsonNode json) {
        String kind = WireJson.text(json, "kind");
        return switch (kind) {
            case "nothing" -> new Nothing();
            case "adopted" -> new Adopted();
            case "value" ->
                new Single(
                        (int) WireJson.number(json, "inline"), json.path(MARK).asBoolean(false));
            case "items" ->
                new Items(
                        (int) WireJson.number(json, "width"),
                        (int) WireJson.number(json, "inline"),
                        (int) WireJson.number(json, "item"),
                        json.path(MARK).asBoolean(false),
                        WireJson.texts(json, "labels"));
            default ->
                throw new MalformedInvocation(
                        "`reply.kind` must be `nothing`, `value`, `items` or `adopted`, but is `" + kind + "`.");
        };
    }

    /** Returns the JSON form. */
    default ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (this instanceof Adopted) {
            return json.put("kind", "adopted");
        }
        if (marksReuse()) {
            json.put(MARK, true);
        }
        if (this instanceof Single single) {
            return json.put("kind", "value").put("inline", single.inline());
        }
        if (this instanceof Items items) {
            json.put("kind", "items")
                    .put("width", items.width())
                    .put("inline", items.inline())
                    .put("item", items.item());
            if (!items.labels().isEmpty()) {
                items.labels().forEach(json.putArray("labels")::add);
            }
            return json;
        }
        return json.put("kind", "nothing");
    }
}
