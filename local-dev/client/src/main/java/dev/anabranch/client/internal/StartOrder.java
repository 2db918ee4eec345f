package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request to start a run. Its id or its Idempotency-Key ensures that the run is started at most once.
 *
 * @param workflow the name of the workflow
 * @param input the input of the run
 * @param id the id of the run
 * @param idempotencyKey the same for all attempts of this request
 * @param noCache whether to ignore the cache
 */
public record StartOrder(
        String workflow, JsonNode input, Optional<String> id, Optional<String> idempotencyKey, boolean noCache) {

    /** @throws IllegalArgumentException unless exactly one of id and key is present */
    public StartOrder {
        if (id.isPresent() == idempotencyKey.isPresent()) {
            throw new IllegalArgumentException("A request needs either an id or an Idempotency-Key.");
        }
    }

    /** Returns the body of a request with this input. */
    public static byte[] body(JsonNode input) {
        return JsonNodeFactory.instance
                .objectNode()
                .<ObjectNode>set("input", input)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("input", input);
        id.ifPresent(given -> json.put("id", given));
        if (noCache) {
            json.put("noCache", true);
        }
        return json;
    }
}
