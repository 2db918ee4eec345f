package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.State;

/** Creates the visits of states. */
@FunctionalInterface
public interface VisitFactory {

    /** Returns a new visit of a state of the strand's graph. */
    Visit create(Strand strand, State state, JsonNode input);
}
