package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.PlatformCause;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The record of an action.
 *
 * @param key the key of the record
 * @param status the status of the action
 * @param attempts the number of attempts that have begun
 * @param order the order of the attempt that wrote last, see {@link RecordedAttempt#order()}; 0 if none did
 * @param began when the latest attempt began; null if none has
 * @param finished when it finished; null while it runs
 * @param error the name of the error; null unless it failed
 * @param message the message of the error; null unless it failed
 * @param result where the result is stored; null if there is none
 * @param log the location of the latest attempt's log; null if unknown
 * @param permanent true if it failed and no further attempt can succeed
 * @param until when a wait for an answer times out; null for other actions
 * @param labels the labels of the items around the action
 * @param telemetry what the latest attempt has reported
 * @param earlier what is known of earlier attempts, by number
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
        boolean permanent,
        @Nullable Instant until,
        ItemLabels labels,
        Telemetry telemetry,
        List<EarlierAttempt> earlier) {

    /** The last three digits of the order of a failure that the state machine recorded after the last attempt. */
    private static final long GIVEN_UP = 999;

    /** The reasons of aborted actions that no failed action is the cause of. */
    private static final Set<String> EARLY_ENDS =
            Set.of(ErrorNames.NOT_NEEDED, ErrorNames.ENDED_EARLY, ErrorNames.STOPPED);

    /** Copies the list. */
    public ActionRecord {
        earlier = List.copyOf(earlier);
    }

    /** Starts a record that has a key and a status only: no attempt, no result, no error. */
    public static Builder of(RecordKey key, ActionStatus status) {
        return new Builder(key, status);
    }

    /** Returns true if the action failed and, according to the record, no further attempt will follow. */
    public boolean isFinal() {
        return status == ActionStatus.FAILED && (permanent || isGivenUp(order));
    }

    /**
     * Returns true if the latest attempt failed and another one can follow. None does once the run has ended.
     *
     * @param most the maximum number of attempts of the action
     */
    public boolean hasAttemptsLeft(int most) {
        return status == ActionStatus.FAILED && !isFinal() && attempts < most;
    }

    /** Returns this record of a failure as if the next attempt had begun: running, without what the last one has left. */
    public ActionRecord awaitingRetry() {
        return of(key, ActionStatus.RUNNING)
                .attempts(attempts)
                .order(order)
                .began(began)
                .log(log)
                .labels(labels)
                .earlier(attemptsSoFar())
                .build();
    }

    /** Returns true if this is the order of a failure that the state machine recorded after the last attempt. */
    static boolean isGivenUp(long order) {
        return order % 1_000 == GIVEN_UP;
    }

    /** Returns this record of a failure, which no further attempt follows. */
    ActionRecord givenUp() {
        return copy().permanent(true).build();
    }

    /** Returns this record with labels. */
    ActionRecord labelled(ItemLabels texts) {
        return copy().labels(texts).build();
    }

    /**
     * Returns this record, with the reason if the run has succeeded without the action: its fan-out ended because enough
     * other items had succeeded.
     */
    public ActionRecord ofSuccessfulRun() {
        return status != ActionStatus.ABORTED || error != null
                ? this
                : copy().failure(ErrorNames.NOT_NEEDED, "Not needed: enough other items had succeeded.")
                        .build();
    }

    /** Returns this record, which replaces the failure of another attempt, or of the same one. */
    ActionRecord after(ActionRecord failure) {
        return copy().earlier(failure.order == order ? failure.earlier : failure.attemptsSoFar())
                .build();
    }

    /** Returns the earlier attempts and the latest one. */
    public List<EarlierAttempt> attemptsSoFar() {
        List<EarlierAttempt> all = new ArrayList<>(earlier);
        all.add(new EarlierAttempt(
                attempts, began, finished, error, message == null ? null : EarlierAttempt.beginning(message)));
        return all;
    }

    private Builder copy() {
        return of(key, status)
                .attempts(attempts)
                .order(order)
                .began(began)
                .finished(finished)
                .failure(error, message)
                .result(result)
                .log(log)
                .permanent(permanent)
                .until(until)
                .labels(labels)
                .telemetry(telemetry)
                .earlier(earlier);
    }

    /** Returns where the result is stored; empty if the action has no result. */
    public Optional<StoredResult> stored() {
        return Optional.ofNullable(status.hasResult() ? result : null);
    }

    /** Returns the name of the error, or the status if the error is unknown. */
    public String errorName() {
        return error != null ? error : status.name();
    }

    /** Returns true if the item ended before the action could begin. Readers of the fan-out then expect no result. */
    public boolean neverBegan() {
        return status == ActionStatus.ABORTED && attempts == 0;
    }

    /** Returns the message of the error; empty if there is none. */
    public String errorMessage() {
        if (message == null) {
            return "";
        }
        if (status != ActionStatus.ABORTED || EARLY_ENDS.contains(errorName())) {
            return PlatformCause.sentence(errorName(), message);
        }
        String failed = FailureOrigin.parse(message)
                .map(origin -> origin.visible().action())
                .orElse("another action");
        return attempts == 0
                ? "Not reached, because " + failed + " of the same item failed."
                : "Stopped, because " + failed + " failed.";
    }

    /** Sets the fields that a record has beside its key and its status. */
    public static final class Builder {
        private final RecordKey key;
        private final ActionStatus status;
        private int attempts;
        private long order;
        private @Nullable Instant began;
        private @Nullable Instant finished;
        private @Nullable String error;
        private @Nullable String message;
        private @Nullable StoredResult result;
        private @Nullable String log;
        private boolean permanent;
        private @Nullable Instant until;
        private ItemLabels labels = ItemLabels.NONE;
        private Telemetry telemetry = Telemetry.NONE;
        private List<EarlierAttempt> earlier = List.of();

        private Builder(RecordKey key, ActionStatus status) {
            this.key = key;
            this.status = status;
        }

        public Builder attempts(int attempts) {
            this.attempts = attempts;
            return this;
        }

        public Builder order(long order) {
            this.order = order;
            return this;
        }

        public Builder began(@Nullable Instant began) {
            this.began = began;
            return this;
        }

        public Builder finished(@Nullable Instant finished) {
            this.finished = finished;
            return this;
        }

        public Builder result(@Nullable StoredResult result) {
            this.result = result;
            return this;
        }

        public Builder log(@Nullable String log) {
            this.log = log;
            return this;
        }

        public Builder permanent(boolean permanent) {
            this.permanent = permanent;
            return this;
        }

        public Builder until(@Nullable Instant until) {
            this.until = until;
            return this;
        }

        public Builder labels(ItemLabels labels) {
            this.labels = labels;
            return this;
        }

        public Builder telemetry(Telemetry telemetry) {
            this.telemetry = telemetry;
            return this;
        }

        public Builder earlier(List<EarlierAttempt> earlier) {
            this.earlier = earlier;
            return this;
        }

        /** Sets the name and the message of the error. */
        public Builder failure(@Nullable String name, @Nullable String text) {
            this.error = name;
            this.message = text;
            return this;
        }

        public ActionRecord build() {
            return new ActionRecord(
                    key, status, attempts, order, began, finished, error, message, result, log, permanent, until,
                    labels, telemetry, earlier);
        }
    }
}
