package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;

/** A visit of a Pass state. */
final class PassVisit extends StateVisit {

    private final State.Pass state;

    PassVisit(Strand strand, State.Pass state, JsonNode input) {
        super(strand, state, input);
        this.state = state;
    }

    @Override
    void attempt() {
        succeed(state.result() != null ? state.result() : query().arguments());
    }
}
