package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/**
 * Returns its input. A state machine calls it to turn a value that it can only refer to, such as a field of a payload,
 * into a result or the list of a fan-out.
 */
public final class Relay implements Task<JsonNode, JsonNode> {

    @Override
    public JsonNode run(JsonNode input, TaskContext context) {
        return input;
    }
}
