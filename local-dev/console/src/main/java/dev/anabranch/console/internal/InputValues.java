package dev.anabranch.console.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.InputLocation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The values of an action's input, which no record has: they are read from where they are stored. */
final class InputValues {

    /** The largest value that the page receives, in characters of its JSON text. */
    static final int LARGEST = 256 * 1024;

    private InputValues() {}

    /**
     * Returns {@code {"parts": [{"part": ..., "value": ...}]}}. A part that is not stored, or that is all results of a
     * fan-out, has no value; a large one has its number of {@code characters} instead.
     *
     * @param path the indexes of the action joined by dots; empty outside any fan-out
     * @return empty if the action has not started
     * @throws IllegalArgumentException if the path is not one of an action
     */
    static Optional<JsonNode> of(RunClient client, String run, String node, String path) {
        List<IndexRange> items = path.isEmpty() ? List.of() : IndexRange.parse(path);
        ActionFilter filter = new ActionFilter(Optional.of(node), "", Optional.empty(), items);
        try (Stream<ClientAction> actions = client.actions(run, filter, 1)) {
            return actions.findFirst().map(action -> parts(action, client, run));
        }
    }

    private static JsonNode parts(ClientAction action, RunClient client, String run) {
        ActionInputs inputs = ActionInputs.ofOneAction(client, run);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode parts = json.putArray("parts");
        if (action.run().isPresent()) {
            put(parts.addObject().put("part", ""), inputs.ofRun(action.run().get()));
            return json;
        }
        for (InputLocation part : action.input()) {
            for (InputLocation place : inputs.places(part)) {
                put(parts.addObject().put("part", place.part()), inputs.value(place));
            }
        }
        return json;
    }

    private static void put(ObjectNode part, Optional<JsonNode> value) {
        value.ifPresent(json -> {
            int characters = json.toString().length();
            if (characters > LARGEST) {
                part.put("characters", characters);
            } else {
                part.set("value", json);
            }
        });
    }
}
