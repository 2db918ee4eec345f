package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import java.util.stream.Collectors;

/**
 * A request to rerun a run.
 *
 * @param selection the actions to compute again
 * @param idempotencyKey the same for all attempts of this request
 * @param noCache whether to ignore the cache
 */
public record RerunOrder(RerunSelection selection, String idempotencyKey, boolean noCache) {

    ObjectNode json() {
        ObjectNode json = json(selection);
        return noCache ? json.put("noCache", true) : json;
    }

    static ObjectNode json(RerunSelection selection) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (selection instanceof RerunSelection.From from) {
            json.put("from", from.node());
        } else if (selection instanceof RerunSelection.Items items) {
            items.node().ifPresent(node -> json.put("node", node));
            json.put("items", items.ranges().stream().map(IndexRange::toString).collect(Collectors.joining(",")));
        } else if (selection instanceof RerunSelection.Labels labels) {
            labels.node().ifPresent(node -> json.put("node", node));
            labels.labels().forEach(json.putArray("labels")::add);
        } else if (selection instanceof RerunSelection.OnlyFailed) {
            json.put("onlyFailed", true);
        }
        return json;
    }
}
