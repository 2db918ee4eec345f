package dev.anabranch.runtime.internal.store;

import static dev.anabranch.runtime.internal.store.RecordItem.number;
import static dev.anabranch.runtime.internal.store.RecordItem.text;

import dev.anabranch.runtime.internal.record.EarlierAttempt;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.wire.RecordField;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attempts before the latest one as an attribute of a record. The writes that begin a retry and that record a
 * failure append to it, so it costs no request, and an action whose first attempt succeeds does not have it. A retry
 * appends its beginning because it may never record its end.
 */
final class AttemptHistory {

    /** The number of attempts of an entry of a state that are appended, because each write is billed by the item's size. */
    private static final int MOST = 10;

    private static final String APPEND =
            RecordField.EARLIER + " = list_append(if_not_exists(" + RecordField.EARLIER + ", :none), :attempt), ";
    private static final AttributeValue NONE = AttributeValue.fromL(List.of());

    private AttemptHistory() {}

    /** Adds the beginning of an attempt, if it is a retry, to the values of an update, and returns its expression. */
    static String began(String update, RecordedAttempt attempt, Map<String, AttributeValue> values) {
        return attempt.retries() == 0 || attempt.retries() >= MOST
                ? update
                : appended(update, number(attempt.began().toEpochMilli()), values);
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
        Map<String, AttributeValue> failed = new HashMap<>(ended(finished, error, message));
        failed.put(RecordField.ATTEMPTS, number(attempt.number()));
        failed.put(RecordField.BEGAN, number(attempt.began().toEpochMilli()));
        return appended(update, AttributeValue.fromM(failed), values);
    }

    /** Adds the failure of the latest attempt, whose number and beginning the writer does not know. */
    static String failed(
            String update, Instant finished, String error, String message, Map<String, AttributeValue> values) {
        return appended(update, AttributeValue.fromM(ended(finished, error, message)), values);
    }

    private static Map<String, AttributeValue> ended(Instant finished, String error, String message) {
        return Map.of(
                RecordField.FINISHED, number(finished.toEpochMilli()),
                RecordField.ERROR, text(error),
                RecordField.MESSAGE, text(EarlierAttempt.beginning(message)));
    }

    /** @param update an expression that begins with {@code SET} */
    private static String appended(String update, AttributeValue entry, Map<String, AttributeValue> values) {
        values.put(":none", NONE);
        values.put(":attempt", AttributeValue.fromL(List.of(entry)));
        return "SET " + APPEND + update.substring("SET ".length());
    }

    /**
     * Returns the attempts before the latest one by number. The numbers follow from the last entry backwards, because an
     * attempt that has begun may have no entry.
     */
    static List<EarlierAttempt> parse(Map<String, AttributeValue> item) {
        AttributeValue attribute = item.get(RecordField.EARLIER);
        if (attribute == null || attribute.l().isEmpty()) {
            return List.of();
        }
        List<AttributeValue> entries = attribute.l();
        int attempts = (int) RecordItem.number(item, RecordField.ATTEMPTS);
        int number = isOfLatest(entries.get(entries.size() - 1), item) ? attempts + 1 : attempts;
        Deque<EarlierAttempt> earlier = new ArrayDeque<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            AttributeValue entry = entries.get(i);
            if (entry.hasM()) {
                EarlierAttempt failed = failed(entry.m(), number - 1, i == 0 ? null : start(entries.get(i - 1)));
                i -= i > 0 && failed.began() != null && failed.began().equals(start(entries.get(i - 1))) ? 1 : 0;
                number = failed.number();
                earlier.addFirst(failed);
            } else {
                number--;
                earlier.addFirst(new EarlierAttempt(number, start(entry), null, null, null));
            }
        }
        earlier.removeIf(attempt -> attempt.number() >= attempts || attempt.number() < 1);
        return List.copyOf(earlier);
    }

    /** Returns true if an entry is of the attempt that has begun last. */
    private static boolean isOfLatest(AttributeValue entry, Map<String, AttributeValue> item) {
        Instant start = start(entry);
        if (start == null) {
            return Objects.equals(
                    RecordItem.instant(entry.m(), RecordField.FINISHED),
                    RecordItem.instant(item, RecordField.FINISHED));
        }
        // An earlier attempt can have succeeded after it began.
        Instant began = RecordItem.instant(item, RecordField.BEGAN);
        return began != null && !start.isBefore(began);
    }

    /**
     * @param expected the number of the attempt if the entry does not have it
     * @param begun the beginning in the entry before; null if that is a failure
     */
    private static EarlierAttempt failed(Map<String, AttributeValue> failed, int expected, @Nullable Instant begun) {
        boolean numbered = failed.containsKey(RecordField.ATTEMPTS);
        return new EarlierAttempt(
                numbered ? Math.min(expected, (int) RecordItem.number(failed, RecordField.ATTEMPTS)) : expected,
                numbered ? RecordItem.instant(failed, RecordField.BEGAN) : begun,
                RecordItem.instant(failed, RecordField.FINISHED),
                RecordItem.text(failed, RecordField.ERROR),
                RecordItem.text(failed, RecordField.MESSAGE));
    }

    /** Returns the beginning of a retry; null if the entry is a failure. */
    private static @Nullable Instant start(AttributeValue entry) {
        return entry.n() == null ? null : Instant.ofEpochMilli(Long.parseLong(entry.n()));
    }
}
