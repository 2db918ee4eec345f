package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.State;

/** A visit of a Succeed state. */
final class SucceedVisit extends StateVisit {

    SucceedVisit(Strand strand, State.Succeed state, JsonNode input) {
        super(strand, state, input);
    }

    @Override
    void attempt() {
        succeed(query().input());
    }
}
