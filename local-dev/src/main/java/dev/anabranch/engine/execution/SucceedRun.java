package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.definition.State;

/** A visit of a Succeed state. */
final class SucceedRun extends StateRun {

    SucceedRun(Strand strand, State.Succeed state, JsonNode input) {
        super(strand, state, input);
    }

    @Override
    void attempt() {
        succeed(query().input());
    }
}
