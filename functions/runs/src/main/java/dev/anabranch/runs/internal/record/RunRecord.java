package dev.anabranch.runs.internal.record;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record of a run. Its item in the table is written when the run starts, when it ends, and when its actions are
 * first counted after its end.
 *
 * @param id the id, which is the name of the Step Functions execution
 * @param workflow the name of the workflow
 * @param status the status
 * @param started when the run was started
 * @param ended when it ended; null while it runs
 * @param input where the JSON of its input is stored: in the record, or in the payload store if it is large; null in
 *     lists
 * @param output where the output of its state machine is stored, as the JSON form of a
 *     {@link dev.anabranch.runtime.internal.wire.Wire}; null unless it succeeded, and in lists
 * @param error why it failed; null unless it ended without a result
 * @param graph the hash of its {@link RunGraph}, which is in the payload store
 * @param source the run that it adopts results from; null unless it is a rerun
 * @param idempotencyKey the key of the request that started it; null if it had none
 * @param request the hash of the request, which shows whether two requests with one key are equal
 * @param counts the final numbers of its actions; null until they have been counted, and in lists
 * @param parent the action that started it; null unless a node of another run did, and in lists of {@link RunRegistry}
 * @param noCache true if its actions, and the runs that they start, ignore the cache; false in lists
 */
public record RunRecord(
        String id,
        String workflow,
        RunStatus status,
        Instant started,
        @Nullable Instant ended,
        @Nullable StoredResult input,
        @Nullable StoredResult output,
        @Nullable RunError error,
        String graph,
        @Nullable String source,
        @Nullable String idempotencyKey,
        String request,
        @Nullable RunTally counts,
        @Nullable RunParent parent,
        boolean noCache) {

    /** Creates a record. */
    public RunRecord {
        Objects.requireNonNull(id, "id");
    }

    /**
     * Starts the record of a run that is RUNNING.
     *
     * @param graph the hash of its graph
     * @param request the hash of the request
     */
    public static Builder of(String id, String workflow, Instant started, String graph, String request) {
        return new Builder(id, workflow, started, graph, request);
    }

    /** Returns why the run failed, if it ended without a result. */
    public Optional<RunError> failure() {
        return Optional.ofNullable(error);
    }

    /** Returns the run that this one adopts results from, if it is a rerun. */
    public Optional<String> rerunOf() {
        return Optional.ofNullable(source);
    }

    /** Returns this record with the end of the run. */
    public RunRecord ended(RunEnd end) {
        return toBuilder()
                .status(end.status())
                .ended(end.ended())
                .output(end.output())
                .error(end.error())
                .counts(null)
                .build();
    }

    /** Returns the action that started this run, if a node of another run did. */
    public Optional<RunParent> startedBy() {
        return Optional.ofNullable(parent);
    }

    /** Starts a record with the same fields. */
    public Builder toBuilder() {
        return new Builder(id, workflow, started, graph, request)
                .status(status)
                .ended(ended)
                .input(input)
                .output(output)
                .error(error)
                .source(source)
                .idempotencyKey(idempotencyKey)
                .counts(counts)
                .parent(parent)
                .noCache(noCache);
    }

    /** Sets the fields that not every record has. */
    public static final class Builder {
        private final String id;
        private final String workflow;
        private final Instant started;
        private final String graph;
        private final String request;
        private RunStatus status = RunStatus.RUNNING;
        private @Nullable Instant ended;
        private @Nullable StoredResult input;
        private @Nullable StoredResult output;
        private @Nullable RunError error;
        private @Nullable String source;
        private @Nullable String idempotencyKey;
        private @Nullable RunTally counts;
        private @Nullable RunParent parent;
        private boolean noCache;

        private Builder(String id, String workflow, Instant started, String graph, String request) {
            this.id = id;
            this.workflow = workflow;
            this.started = started;
            this.graph = graph;
            this.request = request;
        }

        public Builder status(RunStatus status) {
            this.status = status;
            return this;
        }

        public Builder ended(@Nullable Instant ended) {
            this.ended = ended;
            return this;
        }

        public Builder input(@Nullable StoredResult input) {
            this.input = input;
            return this;
        }

        public Builder output(@Nullable StoredResult output) {
            this.output = output;
            return this;
        }

        public Builder error(@Nullable RunError error) {
            this.error = error;
            return this;
        }

        public Builder source(@Nullable String source) {
            this.source = source;
            return this;
        }

        public Builder idempotencyKey(@Nullable String idempotencyKey) {
            this.idempotencyKey = idempotencyKey;
            return this;
        }

        public Builder counts(@Nullable RunTally counts) {
            this.counts = counts;
            return this;
        }

        public Builder parent(@Nullable RunParent parent) {
            this.parent = parent;
            return this;
        }

        public Builder noCache(boolean noCache) {
            this.noCache = noCache;
            return this;
        }

        public RunRecord build() {
            return new RunRecord(
                    id,
                    workflow,
                    status,
                    started,
                    ended,
                    input,
                    output,
                    error,
                    graph,
                    source,
                    idempotencyKey,
                    request,
                    counts,
                    parent,
                    noCache);
        }
    }
}
