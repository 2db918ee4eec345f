package dev.anabranch.runtime.internal.store;

import static dev.anabranch.runtime.internal.store.RecordItem.number;
import static dev.anabranch.runtime.internal.store.RecordItem.text;

import dev.anabranch.quotas.internal.DynamoDbQuotas;
import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.AnswerWrite;
import dev.anabranch.runtime.internal.record.BlockCounts;
import dev.anabranch.runtime.internal.record.Claim;
import dev.anabranch.runtime.internal.record.Finish;
import dev.anabranch.runtime.internal.record.OpenCallback;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.SharedRecord;
import dev.anabranch.runtime.internal.record.SharedWrite;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The records of actions in a DynamoDB table with the schema of {@code TableSchema}. Each write is one conditional
 * UpdateItem. If it is refused, DynamoDB returns the current item, so no read is needed. Reads are strongly consistent,
 * because a fan-in follows the last write immediately.
 */
public final class DynamoDbActionStore implements ActionStore {

    /** The default retention of records. It exceeds the 14 days in which an execution can be redriven. */
    public static final Duration RETENTION = Duration.ofDays(Retention.RECORD_DAYS);

    /** The limit of BatchWriteItem. */
    private static final int DELETE_BATCH = DynamoDbQuotas.BATCH_WRITES;

    private static final int MAX_DELETE_ROUNDS = 20;

    private static final AttributeValue RUNNING = text(ActionStatus.RUNNING.code());
    private static final AttributeValue SUCCEEDED = text(ActionStatus.SUCCEEDED.code());
    private static final AttributeValue FAILED = text(ActionStatus.FAILED.code());
    private static final AttributeValue ZERO = number(0);
    private static final AttributeValue ONE = number(1);

    private static final String CLAIM = "SET s = :running, o = :order, b = :began, l = :log, x = :expires, "
            + "n = if_not_exists(n, :zero) + :one REMOVE e, m, f, p, u";
    private static final String OPEN_CALLBACK =
            CLAIM.replace(" REMOVE ", ", t = :token, h = :secret, d = :until, g = :awaited REMOVE q, ");
    static final String MAY_CLAIM = "attribute_not_exists(pk) OR "
            + "((s = :running OR s = :failed) AND (attribute_not_exists(o) OR o <= :order))";
    private static final String SUCCEED =
            "SET s = :succeeded, o = :order, b = :began, l = :log, f = :finished, z = :size";
    private static final String ADOPT = "SET s = :cached, o = :order, b = :began, l = :log, f = :began, x = :expires, "
            + "n = if_not_exists(n, :zero) + :one, z = :size";
    private static final String MAY_SUCCEED = "s = :running";
    private static final String FAIL = "SET s = :failed, f = :finished, e = :error, m = :message";
    private static final String FAIL_PERMANENTLY = FAIL + ", p = :order";
    private static final String ABORT = "SET s = :aborted, f = :finished";
    private static final String ABORT_BECAUSE = ABORT + ", e = :error, m = :message";
    private static final String ANSWER = "SET s = :succeeded, f = :finished, z = :size, q = :request";
    private static final String MAY_ANSWER = "s = :running AND attribute_exists(t)";
    private static final String MAY_CALL_BACK = "s = :running AND h = :secret";
    private static final String MAY_FAIL = "s = :running AND o = :order";
    /** The completion of a callback can be recorded before its task has returned. */
    private static final String MAY_UPDATE = "o = :order AND (s = :running OR attribute_exists(h))";

    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;
    private final SharedRecordWriter shared;

    /**
     * Creates a store in a table.
     *
     * @param retention how long a record is kept after its latest attempt began
     */
    public DynamoDbActionStore(DynamoDbClient client, String table, Duration retention) {
        this.client = client;
        this.table = table;
        this.retention = retention;
        this.shared = new SharedRecordWriter(client, table, retention);
    }

    /** Returns an expression that begins with {@code SET} and also sets the labels. */
    static String labelled(String update) {
        return "SET " + RecordField.LABELS + " = :labels, " + update.substring("SET ".length());
    }

    /** Adds the labels of an attempt to the values of an update, and returns its expression. */
    private static String labelled(String update, RecordedAttempt attempt, Map<String, AttributeValue> values) {
        if (attempt.labels().isEmpty()) {
            return update;
        }
        values.put(":labels", text(attempt.labels()));
        return labelled(update);
    }

    @Override
    public Claim claim(RecordKey key, RecordedAttempt attempt) {
        return claim(key, attempt, CLAIM, claimValues(attempt, attempt.began()));
    }

    @Override
    public Claim claim(RecordKey key, RecordedAttempt attempt, OpenCallback callback) {
        Map<String, AttributeValue> values = claimValues(attempt, callback.until());
        values.put(":token", text(callback.callback().token()));
        values.put(":secret", text(callback.callback().secret()));
        values.put(":until", number(callback.until().toEpochMilli()));
        values.put(":awaited", text(RecordField.CALLBACK_END));
        // A notice of the wait is made of attributes that must exist, so the labels are written even if there are none.
        values.put(":labels", text(attempt.labels()));
        return claim(key, attempt, attempt.labels().isEmpty() ? labelled(OPEN_CALLBACK) : OPEN_CALLBACK, values);
    }

    /** @param keptFrom when the retention of the record begins */
    private Map<String, AttributeValue> claimValues(RecordedAttempt attempt, Instant keptFrom) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":running", RUNNING);
        values.put(":failed", FAILED);
        values.put(":order", number(attempt.order()));
        values.put(":began", number(attempt.began().toEpochMilli()));
        values.put(":log", text(attempt.log()));
        values.put(":expires", number(keptFrom.plus(retention).getEpochSecond()));
        values.put(":zero", ZERO);
        values.put(":one", ONE);
        return values;
    }

    private Claim claim(RecordKey key, RecordedAttempt attempt, String update, Map<String, AttributeValue> values) {
        String begun = AttemptHistory.began(update, attempt, values);
        UpdateItemRequest request = update(key, labelled(begun, attempt, values), MAY_CLAIM)
                .returnValues(ReturnValue.UPDATED_NEW)
                .expressionAttributeValues(values)
                .build();
        try {
            AttributeValue attempts = client.updateItem(request).attributes().get(RecordField.ATTEMPTS);
            return new Claim.Granted(attempts == null ? 1 : Integer.parseInt(attempts.n()));
        } catch (ConditionalCheckFailedException e) {
            return new Claim.Refused(currentRecord(e).orElseThrow(() -> failure("claim " + key, e)));
        } catch (SdkException e) {
            throw failure("claim " + key, e);
        }
    }

    @Override
    public Finish succeed(RecordKey key, RecordedAttempt attempt, Instant finished, StoredResult result) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":running", RUNNING);
        values.put(":succeeded", SUCCEEDED);
        values.put(":order", number(attempt.order()));
        values.put(":began", number(attempt.began().toEpochMilli()));
        values.put(":log", text(attempt.log()));
        values.put(":finished", number(finished.toEpochMilli()));
        String assignments = assign(result, values) + telemetry(attempt, values);
        // Without telemetry, the progress of another attempt that is running now is removed.
        String remove = attempt.telemetry().isEmpty() ? " REMOVE u" : "";
        return finish(
                key, update(key, SUCCEED + assignments + remove, MAY_SUCCEED).expressionAttributeValues(values));
    }

    @Override
    public Finish fail(
            RecordKey key, RecordedAttempt attempt, Instant finished, String error, String message, boolean permanent) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":running", RUNNING,
                ":failed", FAILED,
                ":order", number(attempt.order()),
                ":finished", number(finished.toEpochMilli()),
                ":error", text(error),
                ":message", text(message)));
        // No further attempt follows a permanent failure, so this attempt stays the latest.
        String failed =
                permanent ? FAIL_PERMANENTLY : AttemptHistory.failed(FAIL, attempt, finished, error, message, values);
        String assignments = failed + telemetry(attempt, values);
        return finish(key, update(key, assignments, MAY_FAIL).expressionAttributeValues(values));
    }

    @Override
    public boolean update(RecordKey key, RecordedAttempt attempt) {
        Map<String, AttributeValue> values =
                new HashMap<>(Map.of(":running", RUNNING, ":order", number(attempt.order())));
        values.put(":telemetry", telemetry(attempt));
        Finish update =
                finish(key, update(key, "SET u = :telemetry", MAY_UPDATE).expressionAttributeValues(values));
        return update instanceof Finish.Recorded;
    }

    /** Adds what an attempt has reported to the values of an update, and returns its assignment; empty if nothing. */
    private static String telemetry(RecordedAttempt attempt, Map<String, AttributeValue> values) {
        if (attempt.telemetry().isEmpty()) {
            return "";
        }
        values.put(":telemetry", telemetry(attempt));
        return ", u = :telemetry";
    }

    private static AttributeValue telemetry(RecordedAttempt attempt) {
        return PackedText.of(TelemetryJson.text(attempt.telemetry()), RecordItem.OTHER_ATTRIBUTES_BYTES);
    }

    private Finish finish(RecordKey key, UpdateItemRequest.Builder request) {
        try {
            client.updateItem(request.build());
            return new Finish.Recorded();
        } catch (ConditionalCheckFailedException e) {
            return new Finish.Refused(currentRecord(e).orElse(null));
        } catch (SdkException e) {
            throw failure("finish " + key, e);
        }
    }

    @Override
    public Claim adopt(RecordKey key, RecordedAttempt attempt, StoredResult result) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":cached", text(ActionStatus.CACHED.code()),
                ":running", RUNNING,
                ":failed", FAILED,
                ":order", number(attempt.order()),
                ":began", number(attempt.began().toEpochMilli()),
                ":log", text(attempt.log()),
                ":expires", number(attempt.began().plus(retention).getEpochSecond()),
                ":zero", ZERO,
                ":one", ONE));
        String assignments = assign(result, values) + telemetry(attempt, values);
        String remove = attempt.telemetry().isEmpty() ? " REMOVE e, m, u" : " REMOVE e, m";
        try {
            client.updateItem(update(key, labelled(ADOPT + assignments + remove, attempt, values), MAY_CLAIM)
                    .expressionAttributeValues(values)
                    .build());
            return new Claim.Granted(1);
        } catch (ConditionalCheckFailedException e) {
            return new Claim.Refused(currentRecord(e).orElseThrow(() -> failure("adopt " + key, e)));
        } catch (SdkException e) {
            throw failure("adopt " + key, e);
        }
    }

    @Override
    public AnswerWrite answer(RecordKey key, Instant finished, StoredResult result, String request) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":running", RUNNING);
        values.put(":succeeded", SUCCEEDED);
        values.put(":finished", number(finished.toEpochMilli()));
        values.put(":request", text(request));
        return answer(key, ANSWER + assign(result, values), MAY_ANSWER, values, request);
    }

    @Override
    public AnswerWrite complete(RecordKey key, String secret, Instant finished, StoredResult result, String request) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":running", RUNNING);
        values.put(":secret", text(secret));
        values.put(":succeeded", SUCCEEDED);
        values.put(":finished", number(finished.toEpochMilli()));
        values.put(":request", text(request));
        return answer(key, ANSWER + assign(result, values), MAY_CALL_BACK, values, request);
    }

    @Override
    public AnswerWrite fail(
            RecordKey key, String secret, Instant finished, String error, String message, String request) {
        Map<String, AttributeValue> values = Map.of(
                ":running", RUNNING,
                ":secret", text(secret),
                ":failed", FAILED,
                ":finished", number(finished.toEpochMilli()),
                ":error", text(error),
                ":message", text(message),
                ":request", text(request));
        Map<String, AttributeValue> all = new HashMap<>(values);
        String failed = AttemptHistory.failed(FAIL, finished, error, message, all) + ", q = :request";
        AnswerWrite write = answer(key, failed, MAY_CALL_BACK + " AND " + AttemptHistory.HAS_ROOM, all, request);
        // Refused for lack of room in the history, or for another reason, with which this one is refused too.
        return write instanceof AnswerWrite.Refused
                ? answer(key, FAIL + ", q = :request", MAY_CALL_BACK, values, request)
                : write;
    }

    private AnswerWrite answer(
            RecordKey key, String update, String condition, Map<String, AttributeValue> values, String request) {
        try {
            AttributeValue token = client.updateItem(update(key, update, condition)
                            .returnValues(ReturnValue.ALL_NEW)
                            .expressionAttributeValues(values)
                            .build())
                    .attributes()
                    .get(RecordField.TOKEN);
            return new AnswerWrite.Recorded(token == null ? "" : token.s());
        } catch (ConditionalCheckFailedException e) {
            return refusedAnswer(e, request);
        } catch (SdkException e) {
            throw failure("answer " + key, e);
        }
    }

    @Override
    public AnswerWrite callback(RecordKey key, String secret) {
        return call("read " + key, () -> {
            Map<String, AttributeValue> item = client.getItem(request ->
                            request.tableName(table).key(RecordItem.key(key)).consistentRead(true))
                    .item();
            boolean waits =
                    RUNNING.equals(item.get(RecordField.STATUS)) && text(secret).equals(item.get(RecordField.CALLBACK));
            AttributeValue token = item.get(RecordField.TOKEN);
            return waits && token != null
                    ? new AnswerWrite.Recorded(token.s())
                    : new AnswerWrite.Refused(item.isEmpty() ? null : RecordItem.record(item));
        });
    }

    /** Returns the outcome of an answer that DynamoDB refused. An earlier repetition of the request may have won. */
    private static AnswerWrite refusedAnswer(ConditionalCheckFailedException refusal, String request) {
        Map<String, AttributeValue> item = refusal.hasItem() ? refusal.item() : Map.of();
        AttributeValue token = item.get(RecordField.TOKEN);
        AttributeValue winner = item.get(RecordField.REQUEST);
        return token != null && winner != null && request.equals(winner.s())
                ? new AnswerWrite.Recorded(token.s())
                : new AnswerWrite.Refused(currentRecord(refusal).orElse(null));
    }

    @Override
    public Optional<StoredResult> cached(String cacheKey, Instant now) {
        return call("look up " + cacheKey, () -> {
            Map<String, AttributeValue> item = client.getItem(
                            request -> request.tableName(table).key(RecordItem.key(cacheRecord(cacheKey))))
                    .item();
            // DynamoDB deletes expired items within days, not immediately.
            boolean live = !item.isEmpty() && RecordItem.expires(item) > now.getEpochSecond();
            return live ? Optional.ofNullable(RecordItem.result(item)) : Optional.empty();
        });
    }

    @Override
    public void keep(String cacheKey, StoredResult result, Instant expires) {
        Map<String, AttributeValue> item = new HashMap<>(RecordItem.key(cacheRecord(cacheKey)));
        item.put(RecordField.EXPIRES, number(expires.getEpochSecond()));
        RecordItem.put(item, result);
        call(
                "keep " + cacheKey,
                () -> client.putItem(request -> request.tableName(table).item(item)));
    }

    private static RecordKey cacheRecord(String cacheKey) {
        return new RecordKey("cache#" + cacheKey, RecordKey.SINGLE);
    }

    /** Adds the attributes of a result to the values of an update, and returns its assignments. */
    private static String assign(StoredResult result, Map<String, AttributeValue> values) {
        if (result instanceof StoredResult.Inline inline) {
            values.put(":result", PackedText.of(inline.json(), RecordItem.OTHER_ATTRIBUTES_BYTES));
            values.put(":size", number(inline.json().getBytes(StandardCharsets.UTF_8).length));
            return ", r = :result";
        }
        values.put(":key", text(RecordItem.key(result)));
        values.put(":size", number(RecordItem.size(result)));
        if (result instanceof StoredResult.Part part) {
            values.put(":offset", number(part.offset()));
            return ", k = :key, y = :offset";
        }
        return ", k = :key";
    }

    @Override
    public SharedWrite claimShared(RecordKey first, int width, RecordedAttempt attempt) {
        return call("claim " + first, () -> shared.claim(first, width, attempt));
    }

    @Override
    public SharedWrite save(SharedRecord next) {
        return call("finish " + next.key(), () -> shared.save(next));
    }

    @Override
    public Optional<ActionRecord> read(RecordKey key) {
        return call("read " + key, () -> key.sort().equals(RecordKey.SINGLE) ? single(key) : indexed(key));
    }

    private Optional<ActionRecord> single(RecordKey key) {
        Map<String, AttributeValue> item = client.getItem(request ->
                        request.tableName(table).key(RecordItem.key(key)).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(RecordItem.record(item));
    }

    /** Reads the record of an indexed action. The action may share the record with the greatest index up to its own. */
    private Optional<ActionRecord> indexed(RecordKey key) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :partition AND sk <= :sort")
                .expressionAttributeValues(Map.of(":partition", text(key.partition()), ":sort", text(key.sort())))
                .scanIndexForward(false)
                .limit(1)
                .consistentRead(true)
                .build();
        return client.query(request).items().stream().findFirst().flatMap(item -> RecordItem.of(item, key));
    }

    @Override
    public List<ActionRecord> readBlock(String partition) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :partition")
                .expressionAttributeValues(Map.of(":partition", text(partition)))
                .consistentRead(true)
                .build();
        return call("read block " + partition, () -> {
            List<ActionRecord> records = new ArrayList<>(RecordKey.BLOCK);
            client.queryPaginator(request).items().forEach(item -> records.addAll(RecordItem.records(item)));
            return records;
        });
    }

    /**
     * Counts with a projection. The response has a tenth of the bytes of a whole block; DynamoDB bills it as the whole
     * block.
     */
    @Override
    public BlockCounts countBlock(String partition) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :partition")
                .projectionExpression("sk, s, n, o, b, f, p, w, v, i")
                .expressionAttributeValues(Map.of(":partition", text(partition)))
                .consistentRead(true)
                .build();
        return call("count the actions of " + partition, () -> {
            List<ActionRecord> records = new ArrayList<>();
            client.queryPaginator(request).items().forEach(item -> records.addAll(RecordItem.records(item, partition)));
            return BlockCounts.of(records);
        });
    }

    @Override
    public int abort(String partition, Instant at) {
        return abortAll(partition, ABORT, aborted(at));
    }

    @Override
    public int abort(String partition, Instant at, String error, String message) {
        return abortAll(partition, ABORT_BECAUSE, aborted(at, error, message));
    }

    @Override
    public boolean abort(RecordKey key, Instant at, String error, String message) {
        return call("abort " + key, () -> abort(RecordItem.key(key), ABORT_BECAUSE, aborted(at, error, message)));
    }

    private int abortAll(String partition, String update, Map<String, AttributeValue> values) {
        return call("abort the actions of " + partition, () -> {
            int aborted = 0;
            for (Map<String, AttributeValue> item : keys(partition, "s = :running", Map.of(":running", RUNNING))) {
                aborted += abort(item, update, values) ? 1 : 0;
            }
            return aborted;
        });
    }

    private static Map<String, AttributeValue> aborted(Instant at) {
        return Map.of(
                ":running", RUNNING,
                ":aborted", text(ActionStatus.ABORTED.code()),
                ":finished", number(at.toEpochMilli()));
    }

    private static Map<String, AttributeValue> aborted(Instant at, String error, String message) {
        Map<String, AttributeValue> values = new HashMap<>(aborted(at));
        values.put(":error", text(error));
        values.put(":message", text(message));
        return values;
    }

    private boolean abort(Map<String, AttributeValue> key, String update, Map<String, AttributeValue> values) {
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(key)
                    .updateExpression(update)
                    .conditionExpression(MAY_SUCCEED)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false; // It has ended since the query.
        }
    }

    @Override
    public void delete(String partition) {
        call("delete the records of " + partition, () -> {
            List<Map<String, AttributeValue>> keys = keys(partition, null, Map.of());
            for (int from = 0; from < keys.size(); from += DELETE_BATCH) {
                deleteBatch(keys.subList(from, Math.min(keys.size(), from + DELETE_BATCH)));
            }
            return keys;
        });
    }

    private void deleteBatch(List<Map<String, AttributeValue>> keys) {
        Map<String, List<WriteRequest>> left = Map.of(
                table,
                keys.stream()
                        .map(key -> WriteRequest.builder()
                                .deleteRequest(request -> request.key(key))
                                .build())
                        .toList());
        for (int round = 0; !left.isEmpty(); round++) {
            if (round == MAX_DELETE_ROUNDS) {
                throw new StoreException(
                        "DynamoDB table `" + table + "` left deletions unprocessed " + MAX_DELETE_ROUNDS + " times.",
                        null);
            }
            Map<String, List<WriteRequest>> batch = left;
            left = client.batchWriteItem(request -> request.requestItems(batch)).unprocessedItems();
        }
    }

    /** Returns the keys of a partition's items. */
    private List<Map<String, AttributeValue>> keys(
            String partition, @Nullable String filter, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":partition", text(partition));
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :partition")
                .filterExpression(filter)
                .projectionExpression("pk, sk")
                .expressionAttributeValues(all)
                .consistentRead(true)
                .build();
        return client.queryPaginator(request).items().stream().toList();
    }

    private UpdateItemRequest.Builder update(RecordKey key, String update, String condition) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(RecordItem.key(key))
                .updateExpression(update)
                .conditionExpression(condition)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private static Optional<ActionRecord> currentRecord(ConditionalCheckFailedException refusal) {
        return refusal.hasItem() && !refusal.item().isEmpty()
                ? Optional.of(RecordItem.record(refusal.item()))
                : Optional.empty();
    }

    private <T> T call(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw failure(what, e);
        }
    }

    private StoreException failure(String what, SdkException cause) {
        return new StoreException(
                "DynamoDB table `" + table + "` could not " + what + ": " + cause.getMessage(), cause);
    }
}
