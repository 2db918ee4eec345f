package dev.anabranch.runs.internal.record;

import java.util.Optional;

/**
 * The records of runs: a port. Writes are conditional and atomic; {@link #read} sees every write that was acknowledged before,
 * {@link #list} may be a moment behind.
 *
 * <p>Every method throws {@link dev.anabranch.runtime.internal.payload.StoreException} when the store does not answer or refuses.
 */
public interface RunRegistry {

    /** Adds a run; false where there is one of that id, which stays as it is. */
    boolean create(RunRecord run);

    /** The record of a run. */
    Optional<RunRecord> read(String runId);

    /** Records how a run ended; false where it is not RUNNING any more or has no record, and nothing was written. */
    boolean end(String runId, RunEnd end);

    /** Keeps the counts of a run that has ended; nothing happens where it has some already, is RUNNING or has no record. */
    void keep(String runId, ActionCounts counts);

    /** Removes the counts of a run; nothing happens where there are none. */
    void forgetCounts(String runId);

    /** The runs, those that were started last first. */
    RunPage<RunRecord> list(RunQuery query);

    /** Removes a record; nothing happens where there is none. */
    void delete(String runId);
}
