package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The outcome of an answer to an action that waits.
 *
 * @param node the name of its node
 * @param path its indexes joined by dots; empty outside any fan-out
 * @param accepted true if the answer is that of the action
 * @param reason why the answer was refused, as a sentence; empty if it was accepted
 */
public record ClientSignal(String node, String path, boolean accepted, Optional<String> reason) {

    static ClientSignal of(JsonNode json) {
        return new ClientSignal(
                AnswerFields.text(json, "node"),
                AnswerFields.text(json, "path"),
                json.path("accepted").asBoolean(),
                AnswerFields.optional(json, "reason"));
    }
}
