package dev.anabranch.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A run, as every one of its actions is told of it.
 *
 * @param id the run's id, which is the name of its Step Functions execution
 */
public record RunRef(String id) {

    static RunRef parse(JsonNode json) {
        return new RunRef(WireJson.text(json, "id"));
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }
}
