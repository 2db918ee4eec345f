package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.execution.StrandGroup;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/** A visit of a Parallel state. */
final class ParallelVisit extends StateVisit {

    private final State.Parallel state;
    private @Nullable StrandGroup branches;

    ParallelVisit(Strand strand, State.Parallel state, JsonNode input) {
        super(strand, state, input);
        this.state = state;
    }

    @Override
    void attempt() {
        JsonNode input = query().arguments();
        long started = strand().record(EventType.of("ParallelStateStarted"), EventDetails.NONE);
        int width = state.branches().size();
        StrandGroup group = new StrandGroup(strand(), new Branches(input, started), width, width);
        branches = group;
        group.start();
    }

    @Override
    void reattempt() {
        if (branches == null) {
            attempt();
        } else {
            branches.redrive();
        }
    }

    private final class Branches implements StrandGroup.Members {

        private final JsonNode input;
        private final long startedEvent;

        Branches(JsonNode input, long startedEvent) {
            this.input = input;
            this.startedEvent = startedEvent;
        }

        @Override
        public Strand start(int index, Strand.Owner owner) {
            Strand branch = strand().inner(state.branches().get(index), owner, strand().mapContext(), startedEvent);
            branch.start(input);
            return branch;
        }

        @Override
        public void guard(Runnable part) {
            attemptGuarded(part);
        }

        @Override
        public void allSucceeded(ArrayNode outputs) {
            strand().recordAside(EventType.of("ParallelStateSucceeded"), EventDetails.NONE);
            succeed(outputs);
        }

        @Override
        public void failed(StateFailure failure) {
            fail(failure);
        }
    }

    @Override
    void retriesExhausted() {
        strand().record(EventType.of("ParallelStateFailed"), EventDetails.NONE);
    }

    @Override
    void cancelAttempt() {
        if (branches != null) {
            branches.abort();
        }
    }

    @Override
    public void recordAborted(long previousEvent) {
        execution().record(previousEvent, EventType.of("ParallelStateAborted"), EventDetails.NONE);
    }
}
