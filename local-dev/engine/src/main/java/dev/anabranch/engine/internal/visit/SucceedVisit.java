package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;

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
