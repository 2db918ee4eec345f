package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The run of an action.
 *
 * @param id the id of the run, which is the name of its Step Functions execution
 * @param noCache true to ignore cached results
 * @param rerun true if the run has an {@link AdoptionPlan}
 */
public record RunRef(String id, boolean noCache, boolean rerun) {

    /** Creates a reference to a run that uses the cache and is not a rerun. */
    public RunRef(String id) {
        this(id, false, false);
    }

    static RunRef parse(JsonNode json) {
        return new RunRef(
                WireJson.text(json, "id"),
                json.path("noCache").asBoolean(false),
                json.path("rerun").asBoolean(false));
    }

    /** Returns the JSON form. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        if (noCache) {
            json.put("noCache", true);
        }
        return rerun ? json.put("rerun", true) : json;
    }
}
