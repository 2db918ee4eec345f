package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/**
 * Returns its input. A state machine calls it where a value that it can only describe, such as a field of something that is in the
 * payload store, must become a result or a list to fan out over.
 */
public final class Relay implements Task<JsonNode, JsonNode> {

    @Override
    public JsonNode run(JsonNode input, TaskContext context) {
        return input;
    }
}
