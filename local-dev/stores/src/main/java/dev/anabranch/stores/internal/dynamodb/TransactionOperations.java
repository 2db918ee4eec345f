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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Implements TransactWriteItems and TransactGetItems. A transaction waits for a concurrent one; AWS reports a conflict.
 */
final class TransactionOperations {

    private static final int MAX_ACTIONS = 100;
    private static final long MAX_BYTES = 4L << 20;

    private static final SupportedParameters WRITE = SupportedParameters.of(
            "TransactWriteItems", "TransactItems", "ClientRequestToken", "ReturnConsumedCapacity");
    private static final SupportedParameters READ =
            SupportedParameters.of("TransactGetItems", "TransactItems", "ReturnConsumedCapacity");

    private final DynamoDbContext context;
    private final RequestTokens tokens;

    TransactionOperations(DynamoDbContext context) {
        this.context = context;
        this.tokens = new RequestTokens(context.clock());
    }

    /**
     * A write of a transaction.
     *
     * @param showsItem true if a failed condition returns the current item
     */
    private record Action(ItemWrite write, boolean showsItem) {}

    TransactWriteItemsResponse write(TransactWriteItemsRequest request) {
        WRITE.check(request);
        checkCount(request.transactItems().size());
        return tokens.once(request, () -> writeOnce(request));
    }

    private TransactWriteItemsResponse writeOnce(TransactWriteItemsRequest request) {
        List<Action> actions =
                request.transactItems().stream().map(this::prepare).toList();
        List<ItemWrite> writes = actions.stream().map(Action::write).toList();
        requireDistinct(writes);
        Map<String, Capacity> capacities = new LinkedHashMap<>();
        List<Lock> locks = locks(writes);
        try {
            context.storage().write(() -> holding(locks, () -> apply(actions, capacities)));
        } finally {
            capacities.values().forEach(capacity -> context.bill("TransactWriteItems", capacity));
        }
        return TransactWriteItemsResponse.builder()
                .consumedCapacity(consumed(capacities, request.returnConsumedCapacity()))
                .build();
    }

    private Integer apply(List<Action> actions, Map<String, Capacity> capacities) {
        List<CancellationReason> reasons = new ArrayList<>();
        List<ItemWrite.Change> changes = new ArrayList<>();
        long bytes = 0;
        for (Action action : actions) {
            Item current = action.write().current();
            ItemWrite.Change change = new ItemWrite.Change(current, null);
            CancellationReason reason =
                    CancellationReason.builder().code("None").build();
            if (!action.write().isAllowed(current)) {
                reason = conditionFailed(current, action.showsItem());
            } else {
                try {
                    change = action.write().evaluate(current);
                } catch (DynamoDbException e) {
                    reason = CancellationReason.builder()
                            .code("ValidationError")
                            .message(e.awsErrorDetails().errorMessage())
                            .build();
                }
            }
            reasons.add(reason);
            changes.add(change);
            bytes += change.after() == null ? 0 : change.after().size();
        }
        if (reasons.stream().anyMatch(reason -> !reason.code().equals("None"))) {
            forEach(actions, changes, (write, change) -> ItemWrite.charge(change, capacity(capacities, write.table())));
            throw cancelled(reasons);
        }
        if (bytes > MAX_BYTES) {
            throw DynamoDbErrors.validation(
                    "Collection size limit exceeded: the items of a transaction must not exceed 4 MB in total");
        }
        forEach(actions, changes, (write, change) -> write.apply(change, capacity(capacities, write.table())));
        return actions.size();
    }

    private interface Each {
        void accept(ItemWrite write, ItemWrite.Change change);
    }

    private static void forEach(List<Action> actions, List<ItemWrite.Change> changes, Each each) {
        for (int i = 0; i < actions.size(); i++) {
            each.accept(actions.get(i).write(), changes.get(i));
        }
    }

    private static Capacity capacity(Map<String, Capacity> capacities, Table table) {
        return capacities.computeIfAbsent(table.name(), name -> new Capacity(name, true));
    }

    private static CancellationReason conditionFailed(@Nullable Item current, boolean showsItem) {
        CancellationReason.Builder reason =
                CancellationReason.builder().code("ConditionalCheckFailed").message("The conditional request failed");
        if (showsItem && current != null) {
            reason.item(current.attributes());
        }
        return reason.build();
    }

    private static RuntimeException cancelled(List<CancellationReason> reasons) {
        String codes = reasons.stream().map(CancellationReason::code).collect(Collectors.joining(", ", "[", "]"));
        return DynamoDbErrors.fill(
                TransactionCanceledException.builder().cancellationReasons(reasons),
                "TransactionCanceledException",
                "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes);
    }

    private Action prepare(TransactWriteItem item) {
        long kinds = java.util.stream.Stream.of(item.put(), item.update(), item.delete(), item.conditionCheck())
                .filter(java.util.Objects::nonNull)
                .count();
        if (kinds != 1) {
            throw DynamoDbErrors.validation("TransactItems can only contain one of Check, Put, Update or Delete");
        }
        if (item.put() != null) {
            return put(item.put());
        }
        if (item.update() != null) {
            return update(item.update());
        }
        return item.delete() != null ? delete(item.delete()) : check(item.conditionCheck());
    }

    private Action put(Put put) {
        ItemWrite.Clauses clauses = new ItemWrite.Clauses(
                put.conditionExpression(), null, put.expressionAttributeNames(), put.expressionAttributeValues());
        return action(
                ItemWrite.put(table(put.tableName()), put.item(), clauses, context.expressions()),
                put.returnValuesOnConditionCheckFailure());
    }

    private Action update(software.amazon.awssdk.services.dynamodb.model.Update update) {
        ItemWrite.Clauses clauses = new ItemWrite.Clauses(
                update.conditionExpression(),
                update.updateExpression(),
                update.expressionAttributeNames(),
                update.expressionAttributeValues());
        return action(
                ItemWrite.update(table(update.tableName()), update.key(), clauses, context.expressions()),
                update.returnValuesOnConditionCheckFailure());
    }

    private Action delete(Delete delete) {
        ItemWrite.Clauses clauses = new ItemWrite.Clauses(
                delete.conditionExpression(),
                null,
                delete.expressionAttributeNames(),
                delete.expressionAttributeValues());
        return action(
                ItemWrite.delete(table(delete.tableName()), delete.key(), clauses, context.expressions()),
                delete.returnValuesOnConditionCheckFailure());
    }

    private Action check(ConditionCheck check) {
        ItemWrite.Clauses clauses = new ItemWrite.Clauses(
                check.conditionExpression(), null, check.expressionAttributeNames(), check.expressionAttributeValues());
        return action(
                ItemWrite.check(table(check.tableName()), check.key(), clauses, context.expressions()),
                check.returnValuesOnConditionCheckFailure());
    }

    private static Action action(ItemWrite write, @Nullable ReturnValuesOnConditionCheckFailure onFailure) {
        return new Action(write, onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private Table table(String name) {
        return context.catalogue().table(name);
    }

    TransactGetItemsResponse get(TransactGetItemsRequest request) {
        READ.check(request);
        checkCount(request.transactItems().size());
        List<ItemWrite> reads = new ArrayList<>();
        List<@Nullable Projection> projections = new ArrayList<>();
        for (var one : request.transactItems()) {
            Get get = one.get();
            Bindings bindings = new Bindings(get.expressionAttributeNames(), Map.of());
            projections.add(ItemOperations.projection(get.projectionExpression(), bindings, context.expressions()));
            bindings.refuseUnused();
            reads.add(
                    ItemWrite.check(table(get.tableName()), get.key(), ItemWrite.Clauses.NONE, context.expressions()));
        }
        requireDistinct(reads);
        List<Lock> locks = locks(reads);
        List<@Nullable Item> items = context.storage()
                .read(() -> holding(
                        locks, () -> reads.stream().map(ItemWrite::current).collect(Collectors.toList())));
        Map<String, Capacity> capacities = new LinkedHashMap<>();
        List<ItemResponse> responses = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Projection projection = projections.get(i);
            capacity(capacities, reads.get(i).table()).readBytes(null, item == null ? 0 : item.size(), true);
            ItemResponse.Builder response = ItemResponse.builder();
            if (item != null) {
                response.item(projection == null ? item.attributes() : projection.of(item.attributes()));
            }
            responses.add(response.build());
        }
        capacities.values().forEach(capacity -> context.bill("TransactGetItems", capacity));
        return TransactGetItemsResponse.builder()
                .responses(responses)
                .consumedCapacity(consumed(capacities, request.returnConsumedCapacity()))
                .build();
    }

    private static void requireDistinct(List<ItemWrite> operations) {
        Set<List<Object>> items = new HashSet<>();
        for (ItemWrite one : operations) {
            if (!items.add(List.of(one.table(), ByteBuffer.wrap(one.key())))) {
                throw DynamoDbErrors.validation("Transaction request cannot include multiple operations on one item");
            }
        }
    }

    /** Returns each lock once, sorted, so that all transactions acquire locks in the same order and cannot deadlock. */
    private static List<Lock> locks(List<ItemWrite> writes) {
        return writes.stream()
                .map(write -> write.table().lockOf(write.key()))
                .distinct()
                .sorted()
                .map(Lock.class::cast)
                .toList();
    }

    private static <T> T holding(List<Lock> locks, Supplier<T> work) {
        locks.forEach(Lock::lock);
        try {
            return work.get();
        } finally {
            locks.forEach(Lock::unlock);
        }
    }

    private static @Nullable List<ConsumedCapacity> consumed(
            Map<String, Capacity> capacities, @Nullable ReturnConsumedCapacity asked) {
        List<ConsumedCapacity> consumed = new ArrayList<>();
        for (Capacity capacity : capacities.values()) {
            ConsumedCapacity one = capacity.consumed(asked);
            if (one != null) {
                consumed.add(one);
            }
        }
        return consumed.isEmpty() ? null : consumed;
    }

    private static void checkCount(int count) {
        if (count < 1 || count > MAX_ACTIONS) {
            throw DynamoDbErrors.validation("1 validation error detected: Value of length " + count
                    + " at 'transactItems' failed to satisfy constraint: Member must have length "
                    + (count < 1 ? "greater than or equal to 1" : "less than or equal to " + MAX_ACTIONS));
        }
    }
}
