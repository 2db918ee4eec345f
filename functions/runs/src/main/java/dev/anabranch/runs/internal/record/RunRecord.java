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
 * @param parent the action that started it; null unless a node of another run did, and in lists
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
        @Nullable ActionCounts counts,
        @Nullable RunParent parent) {

    /** Creates a record of a run that no other run started. */
    public RunRecord(
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
            @Nullable ActionCounts counts) {
        this(
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
                null);
    }

    /** Creates a record. */
    public RunRecord {
        Objects.requireNonNull(id, "id");
    }

    /**
     * Creates the record of a run that starts now.
     *
     * @param source the run that it adopts results from; null unless it is a rerun
     * @param idempotencyKey the key of the request; null if it had none
     */
    public static RunRecord started(
            String id,
            String workflow,
            Instant started,
            StoredResult input,
            String graph,
            @Nullable String source,
            @Nullable String idempotencyKey,
            String request) {
        return new RunRecord(
                id,
                workflow,
                RunStatus.RUNNING,
                started,
                null,
                input,
                null,
                null,
                graph,
                source,
                idempotencyKey,
                request,
                null);
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
        return new RunRecord(
                id,
                workflow,
                end.status(),
                started,
                end.ended(),
                input,
                end.output(),
                end.error(),
                graph,
                source,
                idempotencyKey,
                request,
                null,
                parent);
    }

    /** Returns the action that started this run, if a node of another run did. */
    public Optional<RunParent> startedBy() {
        return Optional.ofNullable(parent);
    }

    /** Returns this record of a run that an action started. */
    public RunRecord startedBy(RunParent action) {
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
                action);
    }
}
