package dev.anabranch.runs.internal.store;

import static dev.anabranch.runtime.internal.store.RecordItem.number;
import static dev.anabranch.runtime.internal.store.RecordItem.text;

import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.store.RecordItem;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The records of runs in the table of action records, with the partition key {@code run#<id>}. No action has such a
 * key, because keys of actions have three number signs and ids of runs have none.
 *
 * <p>Two sparse indexes list runs by start: {@value TableSchema#RUNS} over all runs and {@value TableSchema#RUNS_OF} by
 * workflow. With an item of at most 1 KB, starting and ending a run cost 3 write units each (the table and both
 * indexes), storing the counts 1 write unit, a list half a read unit for 4 KB, and reading a run 1 read unit. All runs
 * share one partition of the first index, which accepts 1,000 writes a second. Step Functions sustains at most 300
 * starts a second (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), which is 600 writes.
 */
public final class DynamoDbRunRegistry implements RunRegistry {

    private static final String MAY_END = "#status = :running";
    private static final String MAY_KEEP =
            "attribute_exists(#status) AND #status <> :running AND attribute_not_exists(#counts)";

    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;

    /**
     * Creates a registry in a table.
     *
     * @param retention how long a record is kept after the run was started
     */
    public DynamoDbRunRegistry(DynamoDbClient client, String table, Duration retention) {
        this.client = client;
        this.table = table;
        this.retention = retention;
    }

    @Override
    public boolean create(RunRecord run) {
        try {
            client.putItem(request -> request.tableName(table)
                    .item(RunItem.of(run, run.started().plus(retention)))
                    .conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw failure("record the run " + run.id(), e);
        }
    }

    @Override
    public Optional<RunRecord> read(String runId) {
        return call("read the run " + runId, () -> {
            Map<String, AttributeValue> item = client.getItem(
                            request -> request.tableName(table).key(key(runId)).consistentRead(true))
                    .item();
            return item.isEmpty() ? Optional.empty() : Optional.of(RunItem.record(item));
        });
    }

    @Override
    public boolean end(String runId, RunEnd end) {
        Map<String, AttributeValue> set = RunItem.of(end);
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        StringBuilder update = new StringBuilder("SET ");
        set.forEach((name, value) -> {
            update.append(names.isEmpty() ? "" : ", ")
                    .append('#')
                    .append(name)
                    .append(" = :")
                    .append(name);
            names.put("#" + name, name);
            values.put(":" + name, value);
        });
        values.put(":running", text(RunItem.RUNNING));
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(key(runId))
                    .updateExpression(update.toString())
                    .conditionExpression(MAY_END)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw failure("record the end of the run " + runId, e);
        }
    }

    @Override
    public void keep(String runId, RunTally counts) {
        updateIfAllowed("keep the counts of the run " + runId, request -> request.tableName(table)
                .key(key(runId))
                .updateExpression("SET #counts = :counts")
                .conditionExpression(MAY_KEEP)
                .expressionAttributeNames(Map.of("#counts", RunItem.COUNTS, "#status", RunItem.STATUS))
                .expressionAttributeValues(Map.of(":counts", RunItem.of(counts), ":running", text(RunItem.RUNNING))));
    }

    @Override
    public void forgetCounts(String runId) {
        updateIfAllowed("count the actions anew of the run " + runId, request -> request.tableName(table)
                .key(key(runId))
                .updateExpression("REMOVE #counts")
                .conditionExpression("attribute_exists(#counts)")
                .expressionAttributeNames(Map.of("#counts", RunItem.COUNTS)));
    }

    private void updateIfAllowed(String what, Consumer<UpdateItemRequest.Builder> request) {
        try {
            client.updateItem(request);
        } catch (ConditionalCheckFailedException e) {
            // Another request has written the counts, or the run has been deleted.
        } catch (SdkException e) {
            throw failure(what, e);
        }
    }

    @Override
    public RunPage<RunRecord> list(RunQuery query) {
        if (query.from().isAfter(query.to())) {
            return new RunPage<>(List.of(), Optional.empty()); // DynamoDB refuses such a condition.
        }
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .indexName(query.workflow().isPresent() ? TableSchema.RUNS_OF : TableSchema.RUNS)
                .keyConditionExpression("#partition = :partition AND #started BETWEEN :from AND :to")
                .expressionAttributeNames(Map.of(
                        "#partition",
                        query.workflow().isPresent() ? RunItem.WORKFLOW : RunItem.KIND,
                        "#started",
                        RunItem.STARTED))
                .expressionAttributeValues(Map.of(
                        ":partition", text(query.workflow().orElse(RunItem.RUN)),
                        ":from", number(query.from().toEpochMilli()),
                        ":to", number(query.to().toEpochMilli())))
                .scanIndexForward(false)
                .limit(query.limit());
        query.cursor().ifPresent(cursor -> request.exclusiveStartKey(startKey(query, cursor)));
        return call("list runs", () -> {
            QueryResponse found = client.query(request.build());
            return new RunPage<>(
                    found.items().stream().map(RunItem::record).toList(),
                    found.hasLastEvaluatedKey() && !found.lastEvaluatedKey().isEmpty()
                            ? Optional.of(cursor(found.lastEvaluatedKey()))
                            : Optional.empty());
        });
    }

    /** Encodes the position in an index: the start time and key of the last item. */
    private static String cursor(Map<String, AttributeValue> last) {
        AttributeValue started = last.get(RunItem.STARTED);
        AttributeValue partition = last.get("pk");
        if (started == null || partition == null) {
            throw new IllegalStateException("The last key of DynamoDB's page has no `started` or no `pk`.");
        }
        return cursor(Long.parseLong(started.n()), partition.s());
    }

    @Override
    public String after(RunRecord run) {
        return cursor(run.started().toEpochMilli(), RunItem.key(run.id()).partition());
    }

    private static String cursor(long started, String partition) {
        String plain = started + ":" + partition;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, AttributeValue> startKey(RunQuery query, String cursor) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(":", 2);
            Map<String, AttributeValue> key = new HashMap<>(RecordItem.key(new RecordKey(parts[1], RecordKey.SINGLE)));
            key.put(RunItem.STARTED, number(Long.parseLong(parts[0])));
            query.workflow()
                    .ifPresentOrElse(
                            workflow -> key.put(RunItem.WORKFLOW, text(workflow)),
                            () -> key.put(RunItem.KIND, text(RunItem.RUN)));
            return key;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new RunRefused(RunRefused.Reason.INVALID_REQUEST, "The cursor is not one of an earlier page.", e);
        }
    }

    @Override
    public void delete(String runId) {
        call(
                "delete the run " + runId,
                () -> client.deleteItem(request -> request.tableName(table).key(key(runId))));
    }

    private static Map<String, AttributeValue> key(String runId) {
        return RecordItem.key(RunItem.key(runId));
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
