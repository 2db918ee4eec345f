package dev.anabranch.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;

/**
 * Which action a failure comes from, as state machines say it in the cause of an execution that failed, and in the records of actions
 * that were not reached because another of the same item failed: {@code {"node": .., "path": .., "cause": ..}}.
 *
 * @param node the name of the node
 * @param path the indexes of the action, outermost fan-out first
 * @param cause what the platform said
 */
public record Origin(String node, List<Long> path, String cause) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Copies the path. */
    public Origin {
        path = List.copyOf(path);
    }

    /** Reads it; empty where the text is something else, such as a cause that AWS wrote. */
    public static Optional<Origin> parse(String text) {
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode json = MAPPER.readTree(text);
            return json.path("node").isTextual() && json.path("cause").isTextual()
                    ? Optional.of(new Origin(
                            json.get("node").textValue(),
                            Invocation.path(json.path("path")),
                            json.get("cause").textValue()))
                    : Optional.empty();
        } catch (JsonProcessingException | MalformedInvocation e) {
            return Optional.empty();
        }
    }
}
