package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.definition.State;

/** Makes the run that belongs to a type of state. */
final class StateRuns implements State.Visitor<StateRun> {

    private final Strand strand;
    private final JsonNode input;

    private StateRuns(Strand strand, JsonNode input) {
        this.strand = strand;
        this.input = input;
    }

    static StateRun create(Strand strand, State state, JsonNode input) {
        return state.accept(new StateRuns(strand, input));
    }

    @Override
    public StateRun visitPass(State.Pass state) {
        return new PassRun(strand, state, input);
    }

    @Override
    public StateRun visitTask(State.Task state) {
        return new TaskRun(strand, state, input);
    }

    @Override
    public StateRun visitChoice(State.Choice state) {
        return new ChoiceRun(strand, state, input);
    }

    @Override
    public StateRun visitWait(State.Wait state) {
        return new WaitRun(strand, state, input);
    }

    @Override
    public StateRun visitSucceed(State.Succeed state) {
        return new SucceedRun(strand, state, input);
    }

    @Override
    public StateRun visitFail(State.Fail state) {
        return new FailRun(strand, state, input);
    }

    @Override
    public StateRun visitParallel(State.Parallel state) {
        return new ParallelRun(strand, state, input);
    }

    @Override
    public StateRun visitMap(State.Map state) {
        return state.fields().distribution() == null
                ? new InlineMapRun(strand, state, input)
                : new DistributedMapRun(strand, state, state.fields().distribution(), input);
    }
}
