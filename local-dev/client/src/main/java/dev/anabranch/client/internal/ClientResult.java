package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.net.URI;
import java.util.Optional;

/**
 * How an action ended, and what it returned.
 *
 * @param node its node
 * @param path its indexes joined by dots; empty outside any fan-out
 * @param status how far it is
 * @param value what it returned, where it has returned and the answer had room for it
 * @param link where that is otherwise
 * @param range which bytes at the link, where it is not all of them
 * @param error the error that ended it
 */
public record ClientResult(
        String node,
        String path,
        ActionStatus status,
        Optional<JsonNode> value,
        Optional<URI> link,
        Optional<String> range,
        Optional<ClientAction.ActionError> error) {

    static ClientResult of(JsonNode json) {
        return new ClientResult(
                AnswerFields.text(json, "node"),
                AnswerFields.text(json, "path"),
                AnswerFields.choice(json, "status", ActionStatus.class),
                Optional.ofNullable(json.get("value")),
                AnswerFields.optional(json, "link").map(URI::create),
                AnswerFields.optional(json, "range"),
                ClientAction.ActionError.of(json));
    }
}
