package dev.anabranch.runtime.internal.store;

import static dev.anabranch.runtime.internal.store.RecordItem.number;
import static dev.anabranch.runtime.internal.store.RecordItem.text;

import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.SharedRecord;
import dev.anabranch.runtime.internal.record.SharedWrite;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Writes the shared records of batches. A claim returns the record, so a retried batch needs no read. */
final class SharedRecordWriter {

    private static final String CLAIM = "SET s = :running, o = :order, b = :began, l = :log, x = :expires, w = :width, "
            + "n = if_not_exists(n, :zero) + :one, v = if_not_exists(v, :zero) + :one REMOVE e, m, f, p";
    private static final String SAVE = "SET s = :status, i = :endings, v = :next";
    private static final String FINISHED = ", f = :finished";
    private static final String UNCHANGED = "s = :running AND v = :version";

    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;

    SharedRecordWriter(DynamoDbClient client, String table, Duration retention) {
        this.client = client;
        this.table = table;
        this.retention = retention;
    }

    SharedWrite claim(RecordKey first, int width, RecordedAttempt attempt) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":running", text(ActionStatus.RUNNING.code()),
                ":failed", text(ActionStatus.FAILED.code()),
                ":order", number(attempt.order()),
                ":began", number(attempt.began().toEpochMilli()),
                ":log", text(attempt.log()),
                ":expires", number(attempt.began().plus(retention).getEpochSecond()),
                ":width", number(width),
                ":zero", number(0),
                ":one", number(1)));
        if (attempt.labels().isEmpty()) {
            return write(first, CLAIM, DynamoDbActionStore.MAY_CLAIM, values);
        }
        values.put(":labels", PackedText.of(attempt.labels(), RecordItem.OTHER_ATTRIBUTES_BYTES));
        return write(first, DynamoDbActionStore.labelled(CLAIM), DynamoDbActionStore.MAY_CLAIM, values);
    }

    SharedWrite save(SharedRecord next) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":running", text(ActionStatus.RUNNING.code()),
                ":status", text(next.status().code()),
                ":endings", EndingsText.packed(next.endings()),
                ":version", number(next.version()),
                ":next", number(next.version() + 1)));
        Instant finished = next.finished();
        if (finished == null) {
            return write(next.key(), SAVE, UNCHANGED, values);
        }
        values.put(":finished", number(finished.toEpochMilli()));
        return write(next.key(), SAVE + FINISHED, UNCHANGED, values);
    }

    private SharedWrite write(RecordKey key, String update, String condition, Map<String, AttributeValue> values) {
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(table)
                .key(RecordItem.key(key))
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            return new SharedWrite.Written(
                    SharedItem.record(client.updateItem(request).attributes()));
        } catch (ConditionalCheckFailedException e) {
            boolean exists = e.hasItem() && !e.item().isEmpty();
            return new SharedWrite.Refused(exists ? SharedItem.record(e.item()) : null);
        }
    }
}
