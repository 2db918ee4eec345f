package dev.anabranch.engine.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The values that the fields of a state can refer to. */
public interface QueryScope {

    /** The input of the state, before {@code InputPath}. */
    JsonNode rawInput();

    /** The context object of the current attempt. */
    ObjectNode context();

    /** The variables that the state can read. */
    Map<String, JsonNode> variables();
}
