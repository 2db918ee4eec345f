package dev.anabranch.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.run.IndexRange;
import dev.anabranch.run.Selection;
import java.util.stream.Collectors;

/**
 * A run to run again.
 *
 * @param selection what to compute again
 * @param idempotencyKey the same for all attempts to start this rerun
 * @param noCache true where what is computed again may not be taken from the cache
 */
public record RerunOrder(Selection selection, String idempotencyKey, boolean noCache) {

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (selection instanceof Selection.From from) {
            json.put("from", from.node());
        } else if (selection instanceof Selection.Items items) {
            items.node().ifPresent(node -> json.put("node", node));
            json.put("items", items.ranges().stream().map(IndexRange::toString).collect(Collectors.joining(",")));
        } else if (selection instanceof Selection.OnlyFailed) {
            json.put("onlyFailed", true);
        }
        if (noCache) {
            json.put("noCache", true);
        }
        return json;
    }
}
