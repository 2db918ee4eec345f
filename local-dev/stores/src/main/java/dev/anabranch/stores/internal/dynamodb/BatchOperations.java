package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.dynamodb.expression.Bindings;
import dev.anabranch.stores.internal.dynamodb.expression.Projection;
import dev.anabranch.stores.internal.dynamodb.item.Capacity;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.table.ItemWrite;
import dev.anabranch.stores.internal.dynamodb.table.Table;
import dev.anabranch.stores.internal.storage.SupportedParameters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Implements BatchGetItem and BatchWriteItem. Each item is read or written atomically; the batch as a whole is not. */
final class BatchOperations {

    private static final int MAX_GETS = 100;
    private static final int MAX_WRITES = 25;
    private static final long MAX_ANSWER_BYTES = 16L << 20;

    private static final SupportedParameters GET =
            SupportedParameters.of("BatchGetItem", "RequestItems", "ReturnConsumedCapacity");
    private static final SupportedParameters GET_KEYS = SupportedParameters.of(
            "BatchGetItem.RequestItems", "Keys", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames");
    private static final SupportedParameters WRITE =
            SupportedParameters.of("BatchWriteItem", "RequestItems", "ReturnConsumedCapacity");

    private final DynamoDbContext context;

    BatchOperations(DynamoDbContext context) {
        this.context = context;
    }

    BatchGetItemResponse get(BatchGetItemRequest request) {
        GET.check(request);
        checkCount(
                request.requestItems().values().stream()
                        .mapToInt(k -> k.keys().size())
                        .sum(),
                MAX_GETS,
                "BatchGetItem");
        Gets gets = new Gets();
        request.requestItems().forEach(gets::prepare);
        request.requestItems().forEach(gets::get);
        List<ConsumedCapacity> consumed = new ArrayList<>();
        for (Capacity capacity : gets.capacities) {
            context.bill("BatchGetItem", capacity);
            ConsumedCapacity one = capacity.consumed(request.returnConsumedCapacity());
            if (one != null) {
                consumed.add(one);
            }
        }
        return BatchGetItemResponse.builder()
                .responses(gets.found)
                .unprocessedKeys(gets.unprocessed)
                .consumedCapacity(consumed.isEmpty() ? null : consumed)
                .build();
    }

    /** The state of one BatchGetItem. */
    private final class Gets {
        private final Map<String, List<Map<String, AttributeValue>>> found = new LinkedHashMap<>();
        private final Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
        private final List<Capacity> capacities = new ArrayList<>();
        private final Map<String, List<byte[]>> keys = new LinkedHashMap<>();
        private long bytes;

        /** Checks the keys of one table. The keys of all tables are checked before the first item is read. */
        void prepare(String tableName, KeysAndAttributes asked) {
            GET_KEYS.check(asked);
            Table table = context.catalogue().table(tableName);
            List<byte[]> tableKeys = new ArrayList<>();
            Set<ByteBuffer> seen = new HashSet<>();
            for (Map<String, AttributeValue> key : asked.keys()) {
                byte[] bytesOfKey = table.keys().bytes(table.keys().checkKey(key));
                refuseDuplicate(seen.add(ByteBuffer.wrap(bytesOfKey)));
                tableKeys.add(bytesOfKey);
            }
            keys.put(tableName, tableKeys);
        }

        void get(String tableName, KeysAndAttributes asked) {
            Table table = context.catalogue().table(tableName);
            Bindings bindings = new Bindings(asked.expressionAttributeNames(), Map.of());
            Projection projection =
                    ItemOperations.projection(asked.projectionExpression(), bindings, context.expressions());
            bindings.refuseUnused();
            Capacity capacity = new Capacity(tableName, false);
            List<Map<String, AttributeValue>> items = new ArrayList<>();
            List<Map<String, AttributeValue>> left = new ArrayList<>();
            List<byte[]> tableKeys = keys.getOrDefault(tableName, List.of());
            for (int i = 0; i < tableKeys.size(); i++) {
                byte[] key = tableKeys.get(i);
                Item item = context.storage().read(() -> table.get(key));
                if (item != null && bytes + item.size() > MAX_ANSWER_BYTES) {
                    left.add(asked.keys().get(i));
                    continue;
                }
                capacity.readBytes(null, item == null ? 0 : item.size(), Boolean.TRUE.equals(asked.consistentRead()));
                if (item != null) {
                    bytes += item.size();
                    items.add(projection == null ? item.attributes() : projection.of(item.attributes()));
                }
            }
            capacities.add(capacity);
            found.put(tableName, items);
            if (!left.isEmpty()) {
                unprocessed.put(tableName, asked.toBuilder().keys(left).build());
            }
        }
    }

    BatchWriteItemResponse write(BatchWriteItemRequest request) {
        WRITE.check(request);
        checkCount(request.requestItems().values().stream().mapToInt(List::size).sum(), MAX_WRITES, "BatchWriteItem");
        Map<Table, List<ItemWrite>> writes = new LinkedHashMap<>();
        request.requestItems().forEach((tableName, asked) -> {
            Table table = context.catalogue().table(tableName);
            writes.put(table, prepare(table, asked));
        });
        List<ConsumedCapacity> consumed = new ArrayList<>();
        context.storage().write(() -> {
            writes.forEach((table, ofTable) -> {
                Capacity capacity = new Capacity(table.name(), false);
                ofTable.forEach(write -> apply(write, capacity));
                context.bill("BatchWriteItem", capacity);
                ConsumedCapacity one = capacity.consumed(request.returnConsumedCapacity());
                if (one != null) {
                    consumed.add(one);
                }
            });
            return writes.size();
        });
        return BatchWriteItemResponse.builder()
                .unprocessedItems(Map.of())
                .consumedCapacity(consumed.isEmpty() ? null : consumed)
                .build();
    }

    private List<ItemWrite> prepare(Table table, List<WriteRequest> asked) {
        List<ItemWrite> writes = new ArrayList<>();
        Set<ByteBuffer> seen = new HashSet<>();
        for (WriteRequest one : asked) {
            if ((one.putRequest() == null) == (one.deleteRequest() == null)) {
                throw DynamoDbErrors.validation(
                        "Supplied WriteRequest must contain exactly one of PutRequest and DeleteRequest");
            }
            ItemWrite write = one.putRequest() != null
                    ? ItemWrite.put(table, one.putRequest().item(), ItemWrite.Clauses.NONE, context.expressions())
                    : ItemWrite.delete(table, one.deleteRequest().key(), ItemWrite.Clauses.NONE, context.expressions());
            refuseDuplicate(seen.add(ByteBuffer.wrap(write.key())));
            writes.add(write);
        }
        return writes;
    }

    private static void apply(ItemWrite write, Capacity capacity) {
        Lock lock = write.table().lockOf(write.key());
        lock.lock();
        try {
            write.apply(write.evaluate(write.current()), capacity);
        } finally {
            lock.unlock();
        }
    }

    private static void refuseDuplicate(boolean isNew) {
        if (!isNew) {
            throw DynamoDbErrors.validation("Provided list of item keys contains duplicates");
        }
    }

    private static void checkCount(int count, int most, String operation) {
        if (count > most) {
            throw DynamoDbErrors.validation("Too many items requested for the " + operation + " call");
        }
        if (count == 0) {
            throw DynamoDbErrors.validation(
                    "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy"
                            + " constraint: Member must have length greater than or equal to 1");
        }
    }
}
