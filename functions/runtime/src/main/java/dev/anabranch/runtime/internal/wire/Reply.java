package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How the answer of an action may travel. Whatever it says, the action's record has the result.
 *
 * <p>The budgets come from the plan, which sees to it that no state can exceed its quota.
 */
public sealed interface Reply {

    /** {@code {"kind": "nothing"}}: nobody downstream needs it in the state machine; the answer is {@code {}}. */
    record Nothing() implements Reply {}

    /**
     * {@code {"kind": "value", "inline": bytes}}: a {@link Wire.Value} up to that many bytes of JSON, else a {@link Wire.Ref}.
     *
     * @param inline the most bytes that the whole answer may have
     */
    record Single(int inline) implements Reply {}

    /**
     * {@code {"kind": "items", "width": n, "inline": bytes, "item": bytes}}: the result is a list that is fanned out over.
     * {@link Wire.Items} up to {@code width} items within {@code inline} bytes, where the largest items are moved to
     * {@link Wire.Ref}s as far as that needs; else {@link Wire.ItemsRef}, where no item is larger than {@code item} bytes.
     *
     * @param width the most items that may be inline
     * @param inline the most bytes that the whole answer may have
     * @param item the most bytes that one item may have in the object store's list
     */
    record Spread(int width, int inline, int item) implements Reply {}

    /** Reads the JSON form. */
    static Reply parse(JsonNode json) {
        String kind = WireJson.text(json, "kind");
        return switch (kind) {
            case "nothing" -> new Nothing();
            case "value" -> new Single((int) WireJson.number(json, "inline"));
            case "items" ->
                new Spread((int) WireJson.number(json, "width"), (int) WireJson.number(json, "inline"), (int)
                        WireJson.number(json, "item"));
            default ->
                throw new MalformedInvocation(
                        "`reply.kind` must be `nothing`, `value` or `items`, but is `" + kind + "`.");
        };
    }

    /** The JSON form. */
    default ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (this instanceof Single single) {
            return json.put("kind", "value").put("inline", single.inline());
        }
        if (this instanceof Spread spread) {
            return json.put("kind", "items")
                    .put("width", spread.width())
                    .put("inline", spread.inline())
                    .put("item", spread.item());
        }
        return json.put("kind", "nothing");
    }
}
