package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.dynamodb.expression.Bindings;
import dev.anabranch.stores.internal.dynamodb.expression.DocumentPath;
import dev.anabranch.stores.internal.dynamodb.expression.Expressions;
import dev.anabranch.stores.internal.dynamodb.expression.Projection;
import dev.anabranch.stores.internal.dynamodb.item.Capacity;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.table.ItemWrite;
import dev.anabranch.stores.internal.dynamodb.table.Table;
import dev.anabranch.stores.internal.storage.SupportedParameters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Implements PutItem, GetItem, UpdateItem and DeleteItem. */
final class ItemOperations {

    private static final SupportedParameters GET = SupportedParameters.of(
            "GetItem",
            "TableName",
            "Key",
            "ConsistentRead",
            "ProjectionExpression",
            "ExpressionAttributeNames",
            "ReturnConsumedCapacity");
    private static final SupportedParameters PUT = SupportedParameters.of(
            "PutItem",
            "TableName",
            "Item",
            "ConditionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ReturnValues",
            "ReturnValuesOnConditionCheckFailure",
            "ReturnConsumedCapacity");
    private static final SupportedParameters UPDATE = SupportedParameters.of(
            "UpdateItem",
            "TableName",
            "Key",
            "UpdateExpression",
            "ConditionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ReturnValues",
            "ReturnValuesOnConditionCheckFailure",
            "ReturnConsumedCapacity");
    private static final SupportedParameters DELETE = SupportedParameters.of(
            "DeleteItem",
            "TableName",
            "Key",
            "ConditionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ReturnValues",
            "ReturnValuesOnConditionCheckFailure",
            "ReturnConsumedCapacity");

    private final DynamoDbContext context;

    ItemOperations(DynamoDbContext context) {
        this.context = context;
    }

    GetItemResponse get(GetItemRequest request) {
        GET.check(request);
        Table table = context.catalogue().table(request.tableName());
        Bindings bindings = new Bindings(request.expressionAttributeNames(), Map.of());
        Projection projection = projection(request.projectionExpression(), bindings);
        byte[] key = table.keys().bytes(table.keys().checkKey(request.key()));
        Item item = context.storage().read(() -> table.get(key));
        Capacity capacity = new Capacity(table.name(), false);
        capacity.readBytes(null, item == null ? 0 : item.size(), Boolean.TRUE.equals(request.consistentRead()));
        context.bill("GetItem", capacity);
        GetItemResponse.Builder response =
                GetItemResponse.builder().consumedCapacity(capacity.consumed(request.returnConsumedCapacity()));
        if (item != null) {
            response.item(projection == null ? item.attributes() : projection.of(item.attributes()));
        }
        return response.build();
    }

    /** Returns null if {@code text} is null, which selects all attributes. */
    private @Nullable Projection projection(@Nullable String text, Bindings bindings) {
        Projection projection = projection(text, bindings, context.expressions());
        bindings.refuseUnused();
        return projection;
    }

    static @Nullable Projection projection(@Nullable String text, Bindings bindings, Expressions expressions) {
        if (text == null) {
            return null;
        }
        List<DocumentPath> paths = bindings.use(Expressions.PROJECTION, expressions.projection(text));
        bindings.refuseOverlaps(Expressions.PROJECTION, paths);
        return new Projection(paths, bindings);
    }

    PutItemResponse put(PutItemRequest request) {
        PUT.check(request);
        ReturnValue asked = asked(request.returnValues(), "PutItem", ReturnValue.ALL_OLD);
        Table table = context.catalogue().table(request.tableName());
        ItemWrite write = ItemWrite.put(
                table,
                request.item(),
                new ItemWrite.Clauses(
                        request.conditionExpression(),
                        null,
                        request.expressionAttributeNames(),
                        request.expressionAttributeValues()),
                context.expressions());
        Capacity capacity = new Capacity(table.name(), false);
        ItemWrite.Change change = run("PutItem", write, capacity, request.returnValuesOnConditionCheckFailure());
        return PutItemResponse.builder()
                .attributes(returned(asked, change, write))
                .consumedCapacity(capacity.consumed(request.returnConsumedCapacity()))
                .build();
    }

    UpdateItemResponse update(UpdateItemRequest request) {
        UPDATE.check(request);
        ReturnValue asked = asked(
                request.returnValues(),
                "UpdateItem",
                ReturnValue.ALL_OLD,
                ReturnValue.ALL_NEW,
                ReturnValue.UPDATED_OLD,
                ReturnValue.UPDATED_NEW);
        Table table = context.catalogue().table(request.tableName());
        ItemWrite write = ItemWrite.update(
                table,
                request.key(),
                new ItemWrite.Clauses(
                        request.conditionExpression(),
                        request.updateExpression(),
                        request.expressionAttributeNames(),
                        request.expressionAttributeValues()),
                context.expressions());
        Capacity capacity = new Capacity(table.name(), false);
        ItemWrite.Change change = run("UpdateItem", write, capacity, request.returnValuesOnConditionCheckFailure());
        return UpdateItemResponse.builder()
                .attributes(returned(asked, change, write))
                .consumedCapacity(capacity.consumed(request.returnConsumedCapacity()))
                .build();
    }

    DeleteItemResponse delete(DeleteItemRequest request) {
        DELETE.check(request);
        ReturnValue asked = asked(request.returnValues(), "DeleteItem", ReturnValue.ALL_OLD);
        Table table = context.catalogue().table(request.tableName());
        ItemWrite write = ItemWrite.delete(
                table,
                request.key(),
                new ItemWrite.Clauses(
                        request.conditionExpression(),
                        null,
                        request.expressionAttributeNames(),
                        request.expressionAttributeValues()),
                context.expressions());
        Capacity capacity = new Capacity(table.name(), false);
        ItemWrite.Change change = run("DeleteItem", write, capacity, request.returnValuesOnConditionCheckFailure());
        return DeleteItemResponse.builder()
                .attributes(returned(asked, change, write))
                .consumedCapacity(capacity.consumed(request.returnConsumedCapacity()))
                .build();
    }

    private ItemWrite.Change run(
            String operation,
            ItemWrite write,
            Capacity capacity,
            @Nullable ReturnValuesOnConditionCheckFailure onFailure) {
        try {
            return context.storage().write(() -> apply(write, capacity, onFailure));
        } finally {
            context.bill(operation, capacity);
        }
    }

    private static ItemWrite.Change apply(
            ItemWrite write, Capacity capacity, @Nullable ReturnValuesOnConditionCheckFailure onFailure) {
        Lock lock = write.table().lockOf(write.key());
        lock.lock();
        try {
            Item current = write.current();
            if (!write.isAllowed(current)) {
                ItemWrite.charge(new ItemWrite.Change(current, null), capacity);
                throw refused(current, onFailure);
            }
            ItemWrite.Change change = write.evaluate(current);
            write.apply(change, capacity);
            return change;
        } finally {
            lock.unlock();
        }
    }

    private static RuntimeException refused(
            @Nullable Item current, @Nullable ReturnValuesOnConditionCheckFailure onFailure) {
        ConditionalCheckFailedException.Builder refusal = ConditionalCheckFailedException.builder();
        if (current != null && onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD) {
            refusal.item(current.attributes());
        }
        return DynamoDbErrors.fill(refusal, "ConditionalCheckFailedException", "The conditional request failed");
    }

    private static ReturnValue asked(@Nullable ReturnValue asked, String operation, ReturnValue... allowed) {
        if (asked == null || asked == ReturnValue.NONE) {
            return ReturnValue.NONE;
        }
        if (!List.of(allowed).contains(asked)) {
            throw DynamoDbErrors.validation(
                    operation.equals("UpdateItem")
                            ? "1 validation error detected: Value '" + asked + "' at 'returnValues' failed to satisfy"
                                    + " constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD,"
                                    + " NONE, UPDATED_NEW]"
                            : "Return values set to invalid value");
        }
        return asked;
    }

    private static @Nullable Map<String, AttributeValue> returned(
            ReturnValue asked, ItemWrite.Change change, ItemWrite write) {
        Item item = asked == ReturnValue.ALL_OLD || asked == ReturnValue.UPDATED_OLD ? change.before() : change.after();
        if (asked == ReturnValue.NONE || item == null) {
            return null;
        }
        Projection updated =
                asked == ReturnValue.UPDATED_OLD || asked == ReturnValue.UPDATED_NEW ? write.updated() : null;
        Map<String, AttributeValue> attributes = updated == null ? item.attributes() : updated.of(item.attributes());
        return attributes.isEmpty() ? null : attributes;
    }
}
