package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.execution.Visit;

/** Creates the visit for a type of state. */
public final class StateVisits implements State.Visitor<StateVisit> {

    private final Strand strand;
    private final JsonNode input;

    private StateVisits(Strand strand, JsonNode input) {
        this.strand = strand;
        this.input = input;
    }

    /** Returns a new visit of a state. */
    public static Visit create(Strand strand, State state, JsonNode input) {
        return state.accept(new StateVisits(strand, input));
    }

    @Override
    public StateVisit visitPass(State.Pass state) {
        return new PassVisit(strand, state, input);
    }

    @Override
    public StateVisit visitTask(State.Task state) {
        return new TaskVisit(strand, state, input);
    }

    @Override
    public StateVisit visitChoice(State.Choice state) {
        return new ChoiceVisit(strand, state, input);
    }

    @Override
    public StateVisit visitWait(State.Wait state) {
        return new WaitVisit(strand, state, input);
    }

    @Override
    public StateVisit visitSucceed(State.Succeed state) {
        return new SucceedVisit(strand, state, input);
    }

    @Override
    public StateVisit visitFail(State.Fail state) {
        return new FailVisit(strand, state, input);
    }

    @Override
    public StateVisit visitParallel(State.Parallel state) {
        return new ParallelVisit(strand, state, input);
    }

    @Override
    public StateVisit visitMap(State.Map state) {
        return state.fields().distribution() == null
                ? new InlineMapVisit(strand, state, input)
                : new DistributedMapVisit(strand, state, state.fields().distribution(), input);
    }
}
