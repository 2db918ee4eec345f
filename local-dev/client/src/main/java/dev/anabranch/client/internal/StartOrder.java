package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A run to start. It has an id or an Idempotency-Key, either of which makes sure that it is started once.
 *
 * @param workflow the name of the workflow
 * @param input what the run is given
 * @param id the id that it shall have
 * @param idempotencyKey the same for all attempts to start this run
 * @param noCache true where no result may be taken from an earlier run's cache
 */
public record StartOrder(
        String workflow, JsonNode input, Optional<String> id, Optional<String> idempotencyKey, boolean noCache) {

    /** Refuses both and neither. */
    public StartOrder {
        if (id.isPresent() == idempotencyKey.isPresent()) {
            throw new IllegalArgumentException("A run needs an id or an Idempotency-Key, and not both.");
        }
    }

    /** The body of the request for a run that is given this and nothing else. */
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
