package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The records of actions: the port of their store. Every write is conditional and atomic, so a duplicate delivery or a
 * late attempt neither repeats finished work nor overwrites it. Reads see every acknowledged write.
 *
 * <p>Every method throws {@link StoreException} if the store is unavailable or refuses.
 */
public interface ActionStore {

    /**
     * Begins an attempt. Granted if there is no record, or if the action is RUNNING or FAILED and no later attempt
     * ({@link RecordedAttempt#order()}) has written. Clears an earlier error. Refused otherwise.
     */
    Claim claim(RecordKey key, RecordedAttempt attempt);

    /** Records a result if the action is RUNNING, whichever attempt has computed it. */
    Finish succeed(RecordKey key, RecordedAttempt attempt, Instant finished, StoredResult result);

    /**
     * Records a failure if the action is RUNNING and {@code attempt} is the latest attempt.
     *
     * @param error the name of the error
     * @param message the message of the error
     * @param permanent true if no further attempt can succeed
     */
    Finish fail(
            RecordKey key, RecordedAttempt attempt, Instant finished, String error, String message, boolean permanent);

    /**
     * Records what an attempt has reported so far, if it is the latest attempt, and is RUNNING or has a callback.
     *
     * @return whether it was recorded
     */
    boolean update(RecordKey key, RecordedAttempt attempt);

    /** Records a reused result as CACHED, under the conditions of {@link #claim}. It counts as an attempt. */
    Claim adopt(RecordKey key, RecordedAttempt attempt, StoredResult result);

    /**
     * Records the answer that an action waits for, if the action is RUNNING and has a task token. The first answer
     * wins.
     *
     * @param request identifies the request, so that its repetition finds its own answer
     */
    AnswerWrite answer(RecordKey key, Instant finished, StoredResult result, String request);

    /**
     * Begins an attempt whose result an outside system supplies, under the conditions of {@link #claim}. It replaces the
     * callback of an earlier attempt, whose id then no longer ends the action.
     */
    Claim claim(RecordKey key, RecordedAttempt attempt, OpenCallback callback);

    /**
     * Records the result of a callback if the action is RUNNING with this callback.
     *
     * @param secret the secret part of the callback's id
     * @param request identifies the request, so that its repetition finds its own answer
     */
    AnswerWrite complete(RecordKey key, String secret, Instant finished, StoredResult result, String request);

    /**
     * Records the failure of a callback if the action is RUNNING with this callback.
     *
     * @param secret the secret part of the callback's id
     * @param error the name of the error
     * @param message the message of the error
     * @param request identifies the request, so that its repetition finds its own answer
     */
    AnswerWrite fail(RecordKey key, String secret, Instant finished, String error, String message, String request);

    /**
     * Returns the task token of a callback if the action is RUNNING with this callback.
     *
     * @param secret the secret part of the callback's id
     */
    AnswerWrite callback(RecordKey key, String secret);

    /** Returns a cached result that has not expired; empty if there is none. */
    Optional<StoredResult> cached(String cacheKey, Instant now);

    /** Stores a result in the cache and replaces an earlier one. */
    void keep(String cacheKey, StoredResult result, Instant expires);

    /**
     * Begins an attempt at the actions of a batch that share a record, under the conditions of {@link #claim}.
     *
     * @param first the key of the first action
     * @param width the number of actions, whose indexes are consecutive and in one block
     */
    SharedWrite claimShared(RecordKey first, int width, RecordedAttempt attempt);

    /**
     * Replaces a shared record if it is RUNNING and has the version of {@code next}. The write increments the version.
     */
    SharedWrite save(SharedRecord next);

    /**
     * Returns the record of an action, which may be its share of a {@link SharedRecord}; empty if the action has not
     * started.
     */
    Optional<ActionRecord> read(RecordKey key);

    /** Returns the records of a partition's actions by index, at most {@link RecordKey#BLOCK}. */
    List<ActionRecord> readBlock(String partition);

    /** Counts a partition's actions, which are those of {@link #readBlock}, without reading results. */
    default BlockCounts countBlock(String partition) {
        return BlockCounts.of(readBlock(partition));
    }

    /**
     * Changes the RUNNING actions of a partition to ABORTED, which nothing overwrites.
     *
     * @return the number of records that were changed
     */
    int abort(String partition, Instant at);

    /**
     * Changes the RUNNING actions of a partition to ABORTED, with the reason.
     *
     * @param error the name of the error
     * @param message its message
     * @return the number of records that were changed
     */
    int abort(String partition, Instant at, String error, String message);

    /**
     * Changes one action, which shares its record with no other, to ABORTED if it is RUNNING.
     *
     * @param error the name of the error
     * @param message its message
     * @return whether the record was changed
     */
    boolean abort(RecordKey key, Instant at, String error, String message);

    /** Deletes the records of a partition. */
    void delete(String partition);
}
