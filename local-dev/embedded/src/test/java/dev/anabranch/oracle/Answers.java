package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;

/** The answers of a stand-in to the waits of random workflows. They depend only on the action. */
final class Answers {

    /** The end of the names of nodes that are never answered. */
    static final String NEVER = " never";

    private Answers() {}

    static Optional<JsonNode> of(String node, List<Long> path) {
        return node.endsWith(NEVER) ? Optional.empty() : Optional.of(TextNode.valueOf(node + " ✓ " + path));
    }
}
