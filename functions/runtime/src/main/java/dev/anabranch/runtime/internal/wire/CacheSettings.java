package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An action's result may be taken from an earlier one with the same task, version and input, and is kept for later ones.
 *
 * @param version of the task's meaning
 * @param ttlSeconds how long a kept result may be used; 0 for as long as it is kept
 */
public record CacheSettings(String version, long ttlSeconds) {

    static CacheSettings parse(JsonNode json) {
        return new CacheSettings(WireJson.text(json, "version"), WireJson.number(json, "ttl"));
    }

    /** The JSON form. */
    public ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("version", version).put("ttl", ttlSeconds);
    }
}
