package dev.anabranch.runs.internal.record;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one run. There is one item for it in the table, written when it starts and when it ends, never in between, and once more
 * when its actions are first counted after its end.
 *
 * @param id its id, which is the name of its Step Functions execution
 * @param workflow the name of the workflow
 * @param status how far it is
 * @param started when it was started
 * @param ended when it ended; null while it runs
 * @param input where the JSON of its input is: in the record, or in the payload store where it is large; null in
 *     a list, which does not show it
 * @param output where the JSON form of the {@link dev.anabranch.runtime.internal.wire.Wire} is that its state machine put out; null unless it succeeded, and in a list
 * @param error what ended it; null unless it ended without a result
 * @param graph the hash of its {@link RunGraph}, which is kept in the payload store
 * @param source the run that it adopts results from; null unless it is a rerun
 * @param idempotencyKey what the one who started it gave; null for nothing
 * @param request the hash of what was asked for, to tell whether two starts with one key ask for the same
 * @param counts how many actions it has had; null while it runs, until they have been counted, and in a list
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
        @Nullable ActionCounts counts) {

    /** Refuses a record without an id. */
    public RunRecord {
        Objects.requireNonNull(id, "id");
    }

    /** What ended it, where it ended without a result. */
    public Optional<RunError> failure() {
        return Optional.ofNullable(error);
    }

    /** The run that it adopts results from, where it is a rerun. */
    public Optional<String> rerunOf() {
        return Optional.ofNullable(source);
    }

    /** This run at its end. */
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
                null);
    }
}
