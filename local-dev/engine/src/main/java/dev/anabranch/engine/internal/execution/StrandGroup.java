package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/**
 * The strands of one attempt of a Parallel or inline Map state: so many at a time, all stopped as soon as one fails. Kept after a
 * failure, so that a redrive runs only those that had not succeeded.
 */
final class StrandGroup {

    private final Strand parent;
    private final Members members;
    private final @Nullable Strand[] strands;
    private final @Nullable JsonNode[] outputs;
    private int limit;
    private int started;
    private int running;
    private int succeeded;
    private boolean stopped;

    /** @param limit how many strands run at a time, at least 1 */
    StrandGroup(Strand parent, Members members, int size, int limit) {
        this.parent = parent;
        this.members = members;
        this.strands = new Strand[size];
        this.outputs = new JsonNode[size];
        this.limit = limit;
    }

    void start() {
        startMore();
        endIfComplete();
    }

    private void startMore() {
        while (!stopped && running < limit && started < strands.length) {
            int index = started++;
            running++;
            strands[index] = members.start(index, new Member(index));
        }
    }

    private void endIfComplete() {
        if (!stopped && succeeded == strands.length) {
            stopped = true;
            ArrayNode results = JsonNodeFactory.instance.arrayNode(outputs.length);
            for (JsonNode output : outputs) {
                results.add(output == null ? NullNode.getInstance() : output);
            }
            members.allSucceeded(results);
        }
    }

    private final class Member implements Strand.Owner {

        private final int index;

        Member(int index) {
            this.index = index;
        }

        @Override
        public void strandSucceeded(Strand strand, JsonNode output) {
            if (!stopped) {
                succeeded(index, strand, output);
            }
        }

        @Override
        public void strandFailed(Strand strand, StateFailure failure) {
            if (!stopped) {
                failed(index, strand, failure);
            }
        }
    }

    private void succeeded(int index, Strand strand, JsonNode output) {
        members.recordSucceeded(index, strand);
        // The latest event of any strand is the one that the group's state goes on from.
        parent.continueFrom(Math.max(parent.lastEvent(), strand.lastEvent()));
        outputs[index] = output;
        strands[index] = null;
        running--;
        succeeded++;
        members.guard(this::startMore);
        endIfComplete();
    }

    private void failed(int failed, Strand strand, StateFailure failure) {
        abort();
        parent.continueFrom(strand.lastEvent());
        if (!failure.fatal()) {
            strand.recordAborted(strand.lastEvent());
            for (int i = 0; i < strands.length; i++) {
                Strand other = strands[i];
                if (other != null && i != failed) {
                    members.recordAborted(i, strand.lastEvent());
                    other.recordAborted(strand.lastEvent());
                }
            }
            members.recordFailed(failed, strand);
        }
        members.failed(failure);
    }

    /** Stops every strand. */
    void abort() {
        stopped = true;
        for (Strand strand : strands) {
            if (strand != null && !strand.isOver()) {
                strand.abort();
            }
        }
    }

    /** Runs on what failed, was stopped or had not begun. */
    void redrive() {
        stopped = false;
        running = 0;
        int before = started;
        for (int i = 0; i < before; i++) {
            Strand strand = strands[i];
            if (strand != null) {
                running++;
                strand.redrive(parent.lastEvent());
            }
        }
        startMore();
        endIfComplete();
    }

    /** What differs between branches and iterations. */
    interface Members {
        /** Makes and starts a strand. */
        Strand start(int index, Strand.Owner owner);

        /** Runs what may evaluate fields of the group's state; what fails there fails the state. */
        void guard(Runnable part);

        /** Records that a strand succeeded, where there is such an event. */
        default void recordSucceeded(int index, Strand strand) {}

        /** Records that a strand was stopped, where there is such an event. */
        default void recordAborted(int index, long previousEvent) {}

        /** Records that a strand failed, where there is such an event. */
        default void recordFailed(int index, Strand strand) {}

        /** Every strand has its output. */
        void allSucceeded(ArrayNode outputs);

        /** A strand failed and the others were stopped. */
        void failed(StateFailure failure);
    }

    /** The details that iterations name themselves by. */
    static EventDetails iteration(String state, int index) {
        return EventDetails.empty().with("name", state).with("index", Long.valueOf(index));
    }
}
