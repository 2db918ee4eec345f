package dev.anabranch.runs.internal.rerun;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a rerun would compute and adopt.
 *
 * @param nodes the nodes with actions, in the order of the graph, with those that the plan added
 */
public record RerunPreview(List<NodePreview> nodes) {

    /** Copies the list. */
    public RerunPreview {
        nodes = List.copyOf(nodes);
    }

    /**
     * What a rerun would compute and adopt of one node.
     *
     * @param node its name
     * @param adopted the number of actions whose results are adopted
     * @param computed the number of actions of the earlier run that are computed again
     * @param notStarted the number of actions that the earlier run did not start, as far as it is known: they are
     *     computed if the rerun reaches them
     * @param open true if the number of actions can be another one in the rerun, because a list of a fan-out or the
     *     condition of a conditional around the node is computed
     * @param changed true if the definition of the node has changed since the earlier run, or the node is new
     * @param added true if the plan added the node, which users have not written
     */
    public record NodePreview(
            String node, long adopted, long computed, long notStarted, boolean open, boolean changed, boolean added) {}

    /** Returns the number of actions whose results are adopted. */
    public long adopted() {
        return nodes.stream().mapToLong(NodePreview::adopted).sum();
    }

    /** Returns the number of actions of the earlier run that are computed again. */
    public long computed() {
        return nodes.stream().mapToLong(NodePreview::computed).sum();
    }

    /** Returns the known number of actions that the earlier run did not start. */
    public long notStarted() {
        return nodes.stream().mapToLong(NodePreview::notStarted).sum();
    }

    /** Returns the JSON form. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("adopted", adopted())
                .put("computed", computed())
                .put("notStarted", notStarted());
        ArrayNode each = json.putArray("nodes");
        nodes.forEach(node -> each.addObject()
                .put("node", node.node())
                .put("adopted", node.adopted())
                .put("computed", node.computed())
                .put("notStarted", node.notStarted())
                .put("open", node.open())
                .put("changed", node.changed())
                .put("added", node.added()));
        return json;
    }
}
