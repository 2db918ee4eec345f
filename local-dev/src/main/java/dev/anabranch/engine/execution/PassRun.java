package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.definition.State;

/** A visit of a Pass state. */
final class PassRun extends StateRun {

    private final State.Pass state;

    PassRun(Strand strand, State.Pass state, JsonNode input) {
        super(strand, state, input);
        this.state = state;
    }

    @Override
    void attempt() {
        succeed(state.result() != null ? state.result() : query().arguments());
    }
}
