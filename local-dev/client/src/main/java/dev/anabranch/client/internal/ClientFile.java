package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * A file that an action of a run has written.
 *
 * @param node the node that wrote it
 * @param path the indexes of the action joined by dots; empty outside any fan-out
 * @param name the name of the file
 * @param link the address of its bytes
 */
public record ClientFile(String node, String path, String name, URI link) {

    static ClientFile of(JsonNode json) {
        return new ClientFile(
                AnswerFields.text(json, "node"),
                AnswerFields.text(json, "path"),
                AnswerFields.text(json, "name"),
                URI.create(AnswerFields.text(json, "link")));
    }
}
