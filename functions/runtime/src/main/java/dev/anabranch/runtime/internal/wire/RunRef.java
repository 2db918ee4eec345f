package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A run, as every one of its actions is told of it.
 *
 * @param id the run's id, which is the name of its Step Functions execution
 * @param noCache true where no result may be taken from the cache
 * @param rerun true where there is an {@link AdoptionPlan} that says which results of an earlier run are adopted
 */
public record RunRef(String id, boolean noCache, boolean rerun) {

    /** A run with nothing special about it. */
    public RunRef(String id) {
        this(id, false, false);
    }

    static RunRef parse(JsonNode json) {
        return new RunRef(
                WireJson.text(json, "id"),
                json.path("noCache").asBoolean(false),
                json.path("rerun").asBoolean(false));
    }

    /** The JSON form. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        if (noCache) {
            json.put("noCache", true);
        }
        return rerun ? json.put("rerun", true) : json;
    }
}
