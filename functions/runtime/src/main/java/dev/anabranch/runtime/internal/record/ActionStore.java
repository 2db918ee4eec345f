package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of actions. Every write is conditional and atomic, so that a duplicate delivery or a late attempt can neither
 * repeat finished work nor overwrite it. Reads see every write that was acknowledged before.
 *
 * <p>Every method throws {@link StoreException} when the store does not answer or refuses.
 */
public interface ActionStore {

    /**
     * Starts an attempt. Granted where there is no record, and where the action is RUNNING or FAILED and no later attempt
     * ({@link Attempt#order()}) has written; an error that stands there is wiped. Refused otherwise.
     */
    Claim claim(RecordKey key, Attempt attempt);

    /** Records a result, whichever attempt brings it first: recorded only while the action is RUNNING. */
    Finish succeed(RecordKey key, Attempt attempt, Instant finished, StoredResult result);

    /**
     * Records a failure: only while the action is RUNNING and {@code attempt} is the one that runs.
     *
     * @param error the name of the error
     * @param message what it said
     * @param permanent true where trying again cannot help
     */
    Finish fail(RecordKey key, Attempt attempt, Instant finished, String error, String message, boolean permanent);

    /**
     * Records a result that was taken from elsewhere, as CACHED: only where {@link #claim} would have been granted, which counts as an
     * attempt.
     */
    Claim adopt(RecordKey key, Attempt attempt, StoredResult result);

    /** A result that was kept under a key of the cache and has not expired. */
    Optional<StoredResult> cached(String cacheKey, Instant now);

    /** Keeps a result under a key of the cache, in place of what was there. */
    void keep(String cacheKey, StoredResult result, Instant expires);

    /**
     * Starts an attempt at the actions of a batch that share a record, where {@link #claim} would be granted for the record.
     *
     * @param first the key of the first of them
     * @param width how many there are, with consecutive indexes in one block
     */
    SharedWrite claimShared(RecordKey first, int width, Attempt attempt);

    /** Replaces a shared record that is RUNNING and has the version of {@code next}, which the write counts up. */
    SharedWrite save(SharedRecord next);

    /** The record of one action, which may be its share of a {@link SharedRecord}. */
    Optional<ActionRecord> read(RecordKey key);

    /** The records of all actions of a partition, at most {@link RecordKey#BLOCK}, in the order of their indexes. */
    List<ActionRecord> readBlock(String partition);

    /** How many actions of a partition are how far: what {@link #readBlock} would say, without their results. */
    default Map<ActionStatus, Integer> countBlock(String partition) {
        Map<ActionStatus, Integer> counts = new EnumMap<>(ActionStatus.class);
        readBlock(partition).forEach(record -> counts.merge(record.status(), 1, Integer::sum));
        return counts;
    }

    /**
     * Ends the actions of a partition that are RUNNING: they are ABORTED, which nothing overwrites.
     *
     * @return how many records that were
     */
    int abort(String partition, Instant at);

    /** Removes the records of a partition. */
    void delete(String partition);
}
