package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.record.NodeCounts;
import dev.anabranch.runs.internal.record.RunTally;
import java.util.ArrayList;
import java.util.List;

/** The JSON of counts in answers of the run API. */
public final class RunCountsJson {

    private RunCountsJson() {}

    /** Returns the numbers of actions of a run. */
    public static RunTally tally(JsonNode json) {
        List<NodeCounts> nodes = new ArrayList<>();
        for (JsonNode node : json.path("nodes")) {
            nodes.add(new NodeCounts(
                    node.path("node").asText(),
                    node.path("added").asBoolean(),
                    node.path("expected").asLong(),
                    node.path("running").asLong(),
                    node.path("succeeded").asLong(),
                    node.path("failed").asLong(),
                    node.path("cached").asLong(),
                    node.path("aborted").asLong(),
                    node.path("millis").asLong()));
        }
        return new RunTally(
                nodes,
                json.path("waiting").asLong(),
                json.path("open").asBoolean(),
                json.path("partial").asBoolean());
    }
}
