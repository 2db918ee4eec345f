package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.dynamodb.expression.Bindings;
import dev.anabranch.stores.internal.dynamodb.expression.ConditionPaths;
import dev.anabranch.stores.internal.dynamodb.expression.ConditionTypes;
import dev.anabranch.stores.internal.dynamodb.expression.DocumentPath;
import dev.anabranch.stores.internal.dynamodb.expression.Expressions;
import dev.anabranch.stores.internal.dynamodb.expression.ItemCondition;
import dev.anabranch.stores.internal.dynamodb.expression.Projection;
import dev.anabranch.stores.internal.dynamodb.item.Capacity;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.ItemRules;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import dev.anabranch.stores.internal.dynamodb.table.Index;
import dev.anabranch.stores.internal.dynamodb.table.KeyRange;
import dev.anabranch.stores.internal.dynamodb.table.PageReader;
import dev.anabranch.stores.internal.dynamodb.table.Table;
import dev.anabranch.stores.internal.storage.SupportedParameters;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Implements Query and Scan. */
final class PageOperations {

    private static final SupportedParameters QUERY = SupportedParameters.of(
            "Query",
            "TableName",
            "IndexName",
            "KeyConditionExpression",
            "FilterExpression",
            "ProjectionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ScanIndexForward",
            "Limit",
            "ExclusiveStartKey",
            "Select",
            "ConsistentRead",
            "ReturnConsumedCapacity");
    private static final SupportedParameters SCAN = SupportedParameters.of(
            "Scan",
            "TableName",
            "IndexName",
            "FilterExpression",
            "ProjectionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "Limit",
            "ExclusiveStartKey",
            "Select",
            "Segment",
            "TotalSegments",
            "ConsistentRead",
            "ReturnConsumedCapacity");

    private static final int MAX_SEGMENTS = 1_000_000;

    private final DynamoDbContext context;

    PageOperations(DynamoDbContext context) {
        this.context = context;
    }

    QueryResponse query(QueryRequest request) {
        QUERY.check(request);
        Table table = context.catalogue().table(request.tableName());
        Index index = index(table, request.indexName(), request.consistentRead());
        KeySchema keys = index == null ? table.keys() : index.definition().keys();
        if (request.keyConditionExpression() == null) {
            throw DynamoDbErrors.validation(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified in"
                            + " the request.");
        }
        Bindings bindings = new Bindings(request.expressionAttributeNames(), request.expressionAttributeValues());
        ItemCondition keyCondition = bindings.use(
                Expressions.KEY_CONDITION, context.expressions().keyCondition(request.keyConditionExpression()));
        ItemCondition filter = filter(request.filterExpression(), bindings, index);
        Projection projection = projection(request.projectionExpression(), bindings, index);
        bindings.refuseUnused();
        ConditionTypes.check(Expressions.KEY_CONDITION, keyCondition, bindings);
        KeyRange range = KeyRange.of(keyCondition, keys, bindings);
        refuseKeysInFilter(filter, keys, bindings);
        PageReader.Page page = context.storage()
                .read(() -> PageReader.page(new PageReader.Request(
                        table,
                        index,
                        range,
                        !Boolean.FALSE.equals(request.scanIndexForward()),
                        limit(request.limit()),
                        ItemRules.normalise(request.exclusiveStartKey()),
                        filter,
                        projection,
                        bindings,
                        select(request.select(), projection, index),
                        0,
                        1)));
        Capacity capacity = bill("Query", table, index, page, request.consistentRead());
        QueryResponse.Builder response = QueryResponse.builder()
                .count(page.count())
                .scannedCount(page.scanned())
                .lastEvaluatedKey(page.lastKey())
                .consumedCapacity(capacity.consumed(request.returnConsumedCapacity()));
        if (request.select() != Select.COUNT) {
            response.items(page.items());
        }
        return response.build();
    }

    ScanResponse scan(ScanRequest request) {
        SCAN.check(request);
        Table table = context.catalogue().table(request.tableName());
        Index index = index(table, request.indexName(), request.consistentRead());
        Bindings bindings = new Bindings(request.expressionAttributeNames(), request.expressionAttributeValues());
        ItemCondition filter = filter(request.filterExpression(), bindings, index);
        Projection projection = projection(request.projectionExpression(), bindings, index);
        bindings.refuseUnused();
        int segments = segments(request);
        PageReader.Page page = context.storage()
                .read(() -> PageReader.page(new PageReader.Request(
                        table,
                        index,
                        KeyRange.ALL,
                        true,
                        limit(request.limit()),
                        ItemRules.normalise(request.exclusiveStartKey()),
                        filter,
                        projection,
                        bindings,
                        select(request.select(), projection, index),
                        segments == 1 ? 0 : request.segment(),
                        segments)));
        Capacity capacity = bill("Scan", table, index, page, request.consistentRead());
        ScanResponse.Builder response = ScanResponse.builder()
                .count(page.count())
                .scannedCount(page.scanned())
                .lastEvaluatedKey(page.lastKey())
                .consumedCapacity(capacity.consumed(request.returnConsumedCapacity()));
        if (request.select() != Select.COUNT) {
            response.items(page.items());
        }
        return response.build();
    }

    private static int segments(ScanRequest request) {
        if (request.segment() == null && request.totalSegments() == null) {
            return 1;
        }
        if (request.segment() == null || request.totalSegments() == null) {
            String there = request.segment() == null ? "TotalSegments" : "Segment";
            String missing = request.segment() == null ? "Segment" : "TotalSegments";
            throw DynamoDbErrors.validation(
                    "The " + missing + " parameter is required but was not present in the request when" + " parameter "
                            + there + " is present");
        }
        if (request.totalSegments() < 1 || request.totalSegments() > MAX_SEGMENTS) {
            String bound = request.totalSegments() < 1
                    ? "greater than or equal to 1"
                    : "less than or equal to " + MAX_SEGMENTS;
            throw DynamoDbErrors.validation("1 validation error detected: Value '" + request.totalSegments()
                    + "' at 'totalSegments' failed to satisfy constraint: Member must have value " + bound);
        }
        if (request.segment() < 0 || request.segment() >= request.totalSegments()) {
            throw DynamoDbErrors.validation(
                    "The Segment parameter is zero-based and must be less than parameter TotalSegments:" + " Segment: "
                            + request.segment() + " is not less than TotalSegments: " + request.totalSegments());
        }
        return request.totalSegments();
    }

    private static @Nullable Index index(Table table, @Nullable String name, @Nullable Boolean consistent) {
        if (name == null) {
            return null;
        }
        Index index = table.index(name);
        if (Boolean.TRUE.equals(consistent)) {
            throw DynamoDbErrors.validation("Consistent reads are not supported on global secondary indexes");
        }
        return index;
    }

    private @Nullable ItemCondition filter(@Nullable String text, Bindings bindings, @Nullable Index index) {
        if (text == null) {
            return null;
        }
        ItemCondition filter =
                bindings.use(Expressions.FILTER, context.expressions().filter(text));
        ConditionTypes.check(Expressions.FILTER, filter, bindings);
        for (DocumentPath path : ConditionPaths.of(filter)) {
            String attribute = bindings.name((DocumentPath.Name) path.steps().get(0));
            if (index != null && !index.projects(attribute)) {
                throw DynamoDbErrors.validation("One or more parameter values were invalid: Global secondary index "
                        + index.definition().name() + " does not project one or more filter attributes: [" + attribute
                        + "]");
            }
        }
        return filter;
    }

    private @Nullable Projection projection(@Nullable String text, Bindings bindings, @Nullable Index index) {
        Projection projection = ItemOperations.projection(text, bindings, context.expressions());
        if (projection == null || index == null) {
            return projection;
        }
        for (String attribute : projection.topNames()) {
            if (!index.projects(attribute)) {
                throw DynamoDbErrors.validation("One or more parameter values were invalid: Global secondary index "
                        + index.definition().name() + " does not project [" + attribute + "]");
            }
        }
        return projection;
    }

    private static void refuseKeysInFilter(@Nullable ItemCondition filter, KeySchema keys, Bindings bindings) {
        if (filter == null) {
            return;
        }
        for (DocumentPath path : ConditionPaths.of(filter)) {
            String attribute = bindings.name((DocumentPath.Name) path.steps().get(0));
            if (keys.has(attribute)) {
                throw DynamoDbErrors.validation(
                        "Filter Expression can only contain non-primary key attributes: Primary key" + " attribute: "
                                + attribute);
            }
        }
    }

    private static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return Integer.MAX_VALUE;
        }
        if (limit < 1) {
            throw DynamoDbErrors.validation("1 validation error detected: Value '" + limit
                    + "' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
        }
        return limit;
    }

    private static @Nullable Select select(
            @Nullable Select select, @Nullable Projection projection, @Nullable Index index) {
        if (select == null) {
            return null;
        }
        if (projection != null && select != Select.SPECIFIC_ATTRIBUTES) {
            throw DynamoDbErrors.validation("Cannot specify the ProjectionExpression when choosing to get " + select);
        }
        if (projection == null && select == Select.SPECIFIC_ATTRIBUTES) {
            throw DynamoDbErrors.validation(
                    "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
        }
        if (select == Select.ALL_PROJECTED_ATTRIBUTES && index == null) {
            throw DynamoDbErrors.validation(
                    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
        if (select == Select.ALL_ATTRIBUTES
                && index != null
                && !index.definition().projection().equals("ALL")) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported"
                            + " for global secondary index "
                            + index.definition().name()
                            + " because its projection type is not ALL");
        }
        return select;
    }

    private Capacity bill(
            String operation, Table table, @Nullable Index index, PageReader.Page page, @Nullable Boolean consistent) {
        Capacity capacity = new Capacity(table.name(), false);
        String name = index == null ? null : index.definition().name();
        capacity.readBytes(name, page.bytes(), Boolean.TRUE.equals(consistent));
        context.bill(operation, capacity);
        return capacity;
    }
}
