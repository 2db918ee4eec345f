package dev.anabranch.engine.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The values that the fields of a state can refer to. */
public interface QueryScope {

    /** Returns the input of the state, before {@code InputPath}. */
    JsonNode rawInput();

    /** Returns the context object of the current attempt. */
    ObjectNode context();

    /** Returns the variables that are visible to the state. */
    Map<String, JsonNode> variables();
}
