package dev.anabranch.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A run, as every one of its actions is told of it.
 *
 * @param id the run's id, which is the name of its Step Functions execution
 * @param noCache true where no result may be taken from an earlier run
 */
public record RunRef(String id, boolean noCache) {

    /** A run with nothing special about it. */
    public RunRef(String id) {
        this(id, false);
    }

    static RunRef parse(JsonNode json) {
        return new RunRef(WireJson.text(json, "id"), json.path("noCache").asBoolean(false));
    }

    /** The JSON form. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        return noCache ? json.put("noCache", true) : json;
    }
}
