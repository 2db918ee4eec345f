package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The cache settings of an action. Its result may be that of an earlier action with the same task, version and input,
 * and is stored for later actions.
 *
 * @param version the version of the task
 * @param ttlSeconds the maximum age of a cached result in seconds; 0 for no limit other than the retention
 */
public record CacheSettings(String version, long ttlSeconds) {

    static CacheSettings parse(JsonNode json) {
        return new CacheSettings(WireJson.text(json, "version"), WireJson.number(json, "ttl"));
    }

    /** Returns the JSON form. */
    public ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("version", version).put("ttl", ttlSeconds);
    }
}
