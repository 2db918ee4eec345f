package dev.anabranch.runs.internal.record;

import java.util.Optional;

/**
 * The records of runs: the port of their store. Writes are conditional and atomic. {@link #read} sees every
 * acknowledged write; {@link #list} is eventually consistent.
 *
 * <p>Every method throws {@link dev.anabranch.runtime.internal.payload.StoreException} if the store is unavailable or
 * refuses.
 */
public interface RunRegistry {

    /** Adds a run; returns false and writes nothing if a run with this id exists. */
    boolean create(RunRecord run);

    /** Returns the record of a run. */
    Optional<RunRecord> read(String runId);

    /** Records how a run ended; returns false and writes nothing if the run is not RUNNING or has no record. */
    boolean end(String runId, RunEnd end);

    /** Stores the counts of a run that has ended. Has no effect if it has counts, is RUNNING or has no record. */
    void keep(String runId, RunTally counts);

    /** Removes the counts of a run. Has no effect if it has none. */
    void forgetCounts(String runId);

    /** Lists runs, most recently started first. */
    RunPage<RunRecord> list(RunQuery query);

    /** Returns the cursor of the runs that {@link #list} returns after a run of the list. */
    String after(RunRecord run);

    /** Deletes the record of a run. Has no effect if it has none. */
    void delete(String runId);
}
