package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/**
 * The strands of one attempt of a Parallel or inline Map state. A limited number runs concurrently, and all are stopped
 * when one fails. A redrive runs only the strands that did not succeed.
 */
public final class StrandGroup {

    private final Strand parent;
    private final Members members;
    private final @Nullable Strand[] strands;
    private final @Nullable JsonNode[] outputs;
    private int limit;
    private int started;
    private int running;
    private int succeeded;
    private boolean stopped;

    /** @param limit the maximum number of concurrent strands, at least 1 */
    public StrandGroup(Strand parent, Members members, int size, int limit) {
        this.parent = parent;
        this.members = members;
        this.strands = new Strand[size];
        this.outputs = new JsonNode[size];
        this.limit = limit;
    }

    /** Starts strands up to the limit. */
    public void start() {
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
        // The state continues from the latest event of any strand.
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

    /** Stops all strands. */
    public void abort() {
        stopped = true;
        for (Strand strand : strands) {
            if (strand != null && !strand.isOver()) {
                strand.abort();
            }
        }
    }

    /** Redrives the strands that failed or were stopped, and starts the rest. */
    public void redrive() {
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

    /** The differences between branches and iterations. */
    public interface Members {
        /** Returns a new strand that was started. */
        Strand start(int index, Strand.Owner owner);

        /** Runs a part that may evaluate fields of the state. The state fails if the part throws. */
        void guard(Runnable part);

        /** Records that a strand succeeded, if such an event exists. */
        default void recordSucceeded(int index, Strand strand) {}

        /** Records that a strand was stopped, if such an event exists. */
        default void recordAborted(int index, long previousEvent) {}

        /** Records that a strand failed, if such an event exists. */
        default void recordFailed(int index, Strand strand) {}

        /** All strands have succeeded. */
        void allSucceeded(ArrayNode outputs);

        /** One strand failed and the others were stopped. */
        void failed(StateFailure failure);
    }

    /** Returns the details of the events of an iteration. */
    public static EventDetails iteration(ExecutionContext execution, String state, int index) {
        return execution.details().with("name", state).with("index", Long.valueOf(index));
    }
}
