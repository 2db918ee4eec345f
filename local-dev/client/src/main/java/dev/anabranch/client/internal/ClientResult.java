package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.net.URI;
import java.util.Optional;

/**
 * The result of an action.
 *
 * @param node the name of its node
 * @param path its indexes joined by dots; empty outside any fan-out
 * @param status its status
 * @param value what it returned, if it was small enough for the answer
 * @param link the address of what it returned, if it was too large for the answer
 * @param range the range of bytes at the link, if not all
 * @param error the error, if it failed
 * @param label the labels of the items around it as one text; empty if there are none
 */
public record ClientResult(
        String node,
        String path,
        ActionStatus status,
        Optional<JsonNode> value,
        Optional<URI> link,
        Optional<String> range,
        Optional<ClientAction.ActionError> error,
        String label) {

    static ClientResult of(JsonNode json) {
        return new ClientResult(
                AnswerFields.text(json, "node"),
                AnswerFields.text(json, "path"),
                AnswerFields.choice(json, "status", ActionStatus.class),
                Optional.ofNullable(json.get("value")),
                AnswerFields.optional(json, "link").map(URI::create),
                AnswerFields.optional(json, "range"),
                ClientAction.ActionError.of(json),
                json.path("label").asText());
    }
}
