package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the actions of a run have reported, by node.
 *
 * @param nodes the nodes whose actions have reported something
 * @param partial true if some actions are missing, because a time limit ended the read early
 */
public record ClientTelemetry(List<NodeTelemetry> nodes, boolean partial) {

    /** Copies the list. */
    public ClientTelemetry {
        nodes = List.copyOf(nodes);
    }

    /**
     * What the actions of a node have reported together.
     *
     * @param node the name of the node
     * @param metrics the metrics by name
     * @param moreMetrics true if metrics are left out, because there are too many
     * @param reports the number of actions with a report
     * @param running the number of running actions that have reported their progress
     * @param progress the sum of their progress
     */
    public record NodeTelemetry(
            String node,
            Map<String, Metric> metrics,
            boolean moreMetrics,
            long reports,
            long running,
            Progress progress) {

        /** Copies the map. */
        public NodeTelemetry {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    static ClientTelemetry of(JsonNode json) {
        List<NodeTelemetry> nodes = new ArrayList<>();
        json.path("items")
                .forEach(node -> nodes.add(new NodeTelemetry(
                        AnswerFields.text(node, "node"),
                        ClientAction.metrics(node),
                        node.path("moreMetrics").asBoolean(),
                        node.path("reports").asLong(),
                        node.path("progress").path("actions").asLong(),
                        new Progress(
                                node.path("progress").path("done").asLong(),
                                node.path("progress").path("total").asLong()))));
        return new ClientTelemetry(nodes, json.path("partial").asBoolean());
    }
}
