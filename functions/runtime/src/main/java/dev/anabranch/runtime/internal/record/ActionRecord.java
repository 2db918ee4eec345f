package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.PlatformCause;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one action.
 *
 * @param key where the record is
 * @param status how far the action is
 * @param attempts how many attempts have begun
 * @param order which attempt wrote last, see {@link Attempt#order()}; 0 where none did
 * @param began when the latest attempt began; null when none has
 * @param finished when it finished; null while it runs
 * @param error the name of the error that ended it; null unless it failed
 * @param message what that error said; null unless it failed
 * @param result where the result is; null unless there is one
 * @param log where the log of the latest attempt is; null where unknown
 * @param permanent true where it failed and trying again cannot help
 */
public record ActionRecord(
        RecordKey key,
        ActionStatus status,
        int attempts,
        long order,
        @Nullable Instant began,
        @Nullable Instant finished,
        @Nullable String error,
        @Nullable String message,
        @Nullable StoredResult result,
        @Nullable String log,
        boolean permanent) {

    /** What the order of a failure ends in that the state machine has recorded, when no attempt is left. */
    private static final long GIVEN_UP = 999;

    /** One that has not failed for good. */
    public ActionRecord(
            RecordKey key,
            ActionStatus status,
            int attempts,
            long order,
            @Nullable Instant began,
            @Nullable Instant finished,
            @Nullable String error,
            @Nullable String message,
            @Nullable StoredResult result,
            @Nullable String log) {
        this(key, status, attempts, order, began, finished, error, message, result, log, false);
    }

    /** True where it failed and no attempt will follow, as far as the record itself says. */
    public boolean isFinal() {
        return status == ActionStatus.FAILED && (permanent || order % 1_000 == GIVEN_UP);
    }

    /** The result of an action that has one. */
    public Optional<StoredResult> stored() {
        return Optional.ofNullable(status.hasResult() ? result : null);
    }

    /** The name of the error, or what stands for it where nobody could say. */
    public String errorName() {
        return error != null ? error : status.name();
    }

    /** True where the item ended before the action could begin: its record tells readers of the fan-out that no result will come. */
    public boolean neverBegan() {
        return status == ActionStatus.ABORTED && attempts == 0;
    }

    /** What the error said; empty where it said nothing. */
    public String errorMessage() {
        if (message == null) {
            return "";
        }
        return status == ActionStatus.ABORTED
                ? FailureOrigin.parse(message)
                        .map(origin -> "Ended because " + origin.action() + " of the same item failed.")
                        .orElse("Ended because another action of the same item failed.")
                : PlatformCause.sentence(errorName(), message);
    }
}
