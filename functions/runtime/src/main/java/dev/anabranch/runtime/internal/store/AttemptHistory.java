package dev.anabranch.runtime.internal.store;

import static dev.anabranch.runtime.internal.store.RecordItem.number;
import static dev.anabranch.runtime.internal.store.RecordItem.text;

import dev.anabranch.runtime.internal.record.EarlierAttempt;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.wire.RecordField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attempts before the latest one as an attribute of a record: a list with an entry for each retry that has begun and
 * for each failure. The writes that begin a retry and that record a failure append to it, so it costs no request, and an
 * action whose first attempt succeeds does not have it. A retry appends its beginning because it may never record its
 * end.
 */
final class AttemptHistory {

    /** The condition under which a failure of a callback is appended: each write is billed by the size of the item. */
    static final String HAS_ROOM =
            "(attribute_not_exists(" + RecordField.EARLIER + ") OR size(" + RecordField.EARLIER + ") < :most)";

    /** The number of attempts of an entry of a state that are appended. */
    private static final int MOST = 10;

    private static final String APPEND =
            RecordField.EARLIER + " = list_append(if_not_exists(" + RecordField.EARLIER + ", :none), :attempt), ";
    private static final AttributeValue NONE = AttributeValue.fromL(List.of());

    private AttemptHistory() {}

    /** Adds the beginning of an attempt, if it is a retry, to the values of an update, and returns its expression. */
    static String began(String update, RecordedAttempt attempt, Map<String, AttributeValue> values) {
        return attempt.retries() == 0 || attempt.retries() >= MOST
                ? update
                : appended(update, beginning(attempt), values);
    }

    /** Adds a failed attempt to the values of an update, and returns its expression. */
    static String failed(
            String update,
            RecordedAttempt attempt,
            Instant finished,
            String error,
            String message,
            Map<String, AttributeValue> values) {
        if (attempt.retries() >= MOST) {
            return update;
        }
        Map<String, AttributeValue> failed = beginning(attempt);
        failed.putAll(end(finished, error, message));
        failed.put(RecordField.ATTEMPTS, number(attempt.number()));
        return appended(update, failed, values);
    }

    /**
     * Adds the failure of a callback, whose attempt the writer does not know, to the values of an update under the
     * condition {@link #HAS_ROOM}, and returns its expression.
     */
    static String failed(
            String update, Instant finished, String error, String message, Map<String, AttributeValue> values) {
        values.put(":most", number(2L * MOST));
        return appended(update, end(finished, error, message), values);
    }

    private static Map<String, AttributeValue> beginning(RecordedAttempt attempt) {
        Map<String, AttributeValue> beginning = new HashMap<>();
        beginning.put(RecordField.ORDER, number(attempt.order()));
        beginning.put(RecordField.BEGAN, number(attempt.began().toEpochMilli()));
        return beginning;
    }

    private static Map<String, AttributeValue> end(Instant finished, String error, String message) {
        return Map.of(
                RecordField.FINISHED, number(finished.toEpochMilli()),
                RecordField.ERROR, text(error),
                RecordField.MESSAGE, text(EarlierAttempt.beginning(message)));
    }

    /** @param update an expression that begins with {@code SET} */
    private static String appended(
            String update, Map<String, AttributeValue> entry, Map<String, AttributeValue> values) {
        values.put(":none", NONE);
        values.put(":attempt", AttributeValue.fromL(List.of(AttributeValue.fromM(entry))));
        return "SET " + APPEND + update.substring("SET ".length());
    }

    /** Returns the attempts before the one that the other attributes of the record are about. */
    static List<EarlierAttempt> parse(Map<String, AttributeValue> item) {
        AttributeValue attribute = item.get(RecordField.EARLIER);
        return attribute == null ? List.of() : new Parser(item).parse(attribute.l());
    }

    /** What the entries say about one attempt. */
    private static final class Known {
        /** -1 if it is not known, which is so for the callback of a first attempt. */
        long order = -1;

        long number;

        @Nullable
        Instant began;

        @Nullable
        Instant finished;

        @Nullable
        String error;

        @Nullable
        String message;

        void add(Map<String, AttributeValue> entry) {
            if (entry.containsKey(RecordField.ORDER)) {
                order = RecordItem.number(entry, RecordField.ORDER);
                began = RecordItem.instant(entry, RecordField.BEGAN);
            }
            if (entry.containsKey(RecordField.ERROR)) {
                number = RecordItem.number(entry, RecordField.ATTEMPTS);
                finished = RecordItem.instant(entry, RecordField.FINISHED);
                error = RecordItem.text(entry, RecordField.ERROR);
                message = RecordItem.text(entry, RecordField.MESSAGE);
            }
        }

        /** Returns when the state was entered; -1 if it is not known. */
        long entered() {
            return order < 0 ? -1 : order / RecordedAttempt.RETRIES;
        }

        long retries() {
            return order < 0 ? 0 : order % RecordedAttempt.RETRIES;
        }
    }

    private static final class Parser {
        private final long attempts;
        private final long order;
        private final @Nullable Instant began;
        private final @Nullable Instant finished;

        Parser(Map<String, AttributeValue> item) {
            attempts = RecordItem.number(item, RecordField.ATTEMPTS);
            order = RecordItem.number(item, RecordField.ORDER);
            began = RecordItem.instant(item, RecordField.BEGAN);
            finished = RecordItem.instant(item, RecordField.FINISHED);
        }

        List<EarlierAttempt> parse(List<AttributeValue> entries) {
            List<Known> all = new ArrayList<>();
            entries.forEach(entry -> attempt(entry.m(), all).add(entry.m()));
            all.removeIf(attempt -> isLatest(attempt) || attempt.order > order);
            List<EarlierAttempt> earlier = new ArrayList<>();
            Known before = new Known();
            for (Known attempt : all) {
                attempt.number = Math.max(1, Math.min(attempts - 1, number(attempt, before)));
                earlier.add(new EarlierAttempt(
                        (int) attempt.number, attempt.began, attempt.finished, attempt.error, attempt.message));
                before = attempt;
            }
            return earlier;
        }

        /** Returns the attempt that an entry is about. A repeated request or delivery has the order of the first one. */
        private static Known attempt(Map<String, AttributeValue> entry, List<Known> all) {
            boolean ordered = entry.containsKey(RecordField.ORDER);
            long by = RecordItem.number(entry, RecordField.ORDER);
            for (Known attempt : all) {
                if (ordered && attempt.order == by) {
                    return attempt;
                }
            }
            Known last = all.isEmpty() ? null : all.get(all.size() - 1);
            if (!ordered && last != null && last.error == null) {
                return last;
            }
            Known added = new Known();
            all.add(added);
            return added;
        }

        /** The state machine records a failure with another order, and an earlier attempt can succeed late. */
        private boolean isLatest(Known attempt) {
            return attempt.order == order
                    || (attempt.began != null && attempt.began.equals(began))
                    || (attempt.order < 0 && attempt.finished != null && Objects.equals(attempt.finished, finished));
        }

        /** Returns the number that the attempt has recorded, or the one that follows from the number of its retries. */
        private long number(Known attempt, Known before) {
            if (attempt.number > 0) {
                return attempt.number;
            }
            boolean sameEntry = attempt.entered() == order / RecordedAttempt.RETRIES;
            if (sameEntry && order % RecordedAttempt.RETRIES < RecordedAttempt.RETRIES - 1) {
                return attempts - (order - attempt.order);
            }
            return before.number
                    + (attempt.entered() == before.entered()
                            ? Math.max(1, attempt.retries() - before.retries())
                            : attempt.retries() + 1);
        }
    }
}
