package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbNumbers;
import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import dev.anabranch.stores.internal.dynamodb.table.Index;
import dev.anabranch.stores.internal.dynamodb.table.Table;
import dev.anabranch.stores.internal.dynamodb.table.TableDefinition;
import dev.anabranch.stores.internal.dynamodb.table.TableDescriptions;
import dev.anabranch.stores.internal.storage.SupportedParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/**
 * Implements the table operations. They complete synchronously: a table is never in the status CREATING or DELETING.
 */
final class TableOperations {

    private static final SupportedParameters CREATE = SupportedParameters.of(
            "CreateTable",
            "TableName",
            "AttributeDefinitions",
            "KeySchema",
            "GlobalSecondaryIndexes",
            "BillingMode",
            "ProvisionedThroughput",
            "Tags",
            "StreamSpecification",
            "DeletionProtectionEnabled");
    private static final SupportedParameters INDEX = SupportedParameters.of(
            "CreateTable.GlobalSecondaryIndexes", "IndexName", "KeySchema", "Projection", "ProvisionedThroughput");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");
    private static final int MAX_INDEXES = 20;
    private static final int MAX_LISTED = 100;

    private final DynamoDbContext context;

    TableOperations(DynamoDbContext context) {
        this.context = context;
    }

    CreateTableResponse create(CreateTableRequest request) {
        CREATE.check(request);
        refuseUnsupported(request);
        String name = request.tableName();
        if (name == null || !NAME.matcher(name).matches()) {
            throw DynamoDbErrors.validation(
                    "1 validation error detected: Value '" + name + "' at 'tableName' failed to satisfy"
                            + " constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+, and have 3 to 255"
                            + " characters");
        }
        Map<String, String> types = new HashMap<>();
        for (AttributeDefinition attribute : request.attributeDefinitions()) {
            if (attribute.attributeType() == ScalarAttributeType.UNKNOWN_TO_SDK_VERSION) {
                throw violation(
                        "attributeDefinitions." + (types.size() + 1) + ".member.attributeType",
                        attribute.attributeTypeAsString(),
                        "satisfy enum value set: [B, N, S]");
            }
            types.put(attribute.attributeName(), attribute.attributeTypeAsString());
        }
        Set<String> used = new HashSet<>();
        KeySchema keys = keys(request.keySchema(), types, used);
        List<Index.Definition> indexes = indexes(request.globalSecondaryIndexes(), types, used);
        if (!used.equals(types.keySet())) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: Number of attributes in KeySchema does not"
                            + " exactly match number of attributes defined in AttributeDefinitions");
        }
        TableDefinition definition = new TableDefinition(
                name, id(name), keys, indexes, billing(request), context.clock().instant(), null);
        return context.storage().restructure(() -> {
            if (context.catalogue().has(name)) {
                throw DynamoDbErrors.fill(
                        ResourceInUseException.builder(), "ResourceInUseException", "Table already exists: " + name);
            }
            context.catalogue().add(definition);
            return CreateTableResponse.builder()
                    .tableDescription(TableDescriptions.of(context.catalogue().table(name), TableStatus.ACTIVE))
                    .build();
        });
    }

    /**
     * Refuses streams and deletion protection if they are enabled. Tags are ignored because they have no effect here.
     */
    private static void refuseUnsupported(CreateTableRequest request) {
        StreamSpecification stream = request.streamSpecification();
        if (stream != null && Boolean.TRUE.equals(stream.streamEnabled())) {
            throw new UnsupportedOperationException(
                    "The embedded DynamoDB has no streams: leave out StreamSpecification"
                            + " or set its StreamEnabled to false.");
        }
        if (Boolean.TRUE.equals(request.deletionProtectionEnabled())) {
            throw new UnsupportedOperationException(
                    "The embedded DynamoDB has no deletion protection: leave out DeletionProtectionEnabled.");
        }
    }

    /**
     * Returns an ID derived from name, time and a counter: deterministic, and different for a table that is created
     * again.
     */
    private String id(String name) {
        String seed = name + "@" + context.clock().instant() + "#"
                + context.catalogue().nextNumber();
        return UUID.nameUUIDFromBytes(seed.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    private static String billing(CreateTableRequest request) {
        if (request.billingMode() == BillingMode.UNKNOWN_TO_SDK_VERSION) {
            throw violation(
                    "billingMode",
                    request.billingModeAsString(),
                    "satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]");
        }
        boolean onDemand = request.billingMode() == BillingMode.PAY_PER_REQUEST;
        if (onDemand == (request.provisionedThroughput() != null)) {
            throw DynamoDbErrors.validation(
                    onDemand
                            ? "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can"
                                    + " be specified when BillingMode is PAY_PER_REQUEST"
                            : "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both"
                                    + " be specified when BillingMode is PROVISIONED");
        }
        return (onDemand ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED).toString();
    }

    private static RuntimeException violation(String member, String value, String constraint) {
        return DynamoDbErrors.validation("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must " + constraint);
    }

    private static KeySchema keys(List<KeySchemaElement> elements, Map<String, String> types, Set<String> used) {
        List<KeySchema.Part> parts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            KeySchemaElement element = elements.get(i);
            if (i > 1 || element.keyType() != (i == 0 ? KeyType.HASH : KeyType.RANGE)) {
                throw DynamoDbErrors.validation(
                        "Invalid KeySchema: The first KeySchemaElement must be a HASH key type, and an"
                                + " optional second one a RANGE key type");
            }
            String type = types.get(element.attributeName());
            if (type == null) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values were invalid: Some index key attributes are not"
                                + " defined in AttributeDefinitions. Keys: [" + element.attributeName()
                                + "], AttributeDefinitions: "
                                + types.keySet());
            }
            used.add(element.attributeName());
            parts.add(new KeySchema.Part(element.attributeName(), type));
        }
        if (parts.isEmpty()) {
            throw DynamoDbErrors.validation(
                    "1 validation error detected: Value null at 'keySchema' failed to satisfy constraint:"
                            + " Member must not be null");
        }
        return new KeySchema(parts.get(0), parts.size() == 2 ? parts.get(1) : null);
    }

    private static List<Index.Definition> indexes(
            List<GlobalSecondaryIndex> asked, Map<String, String> types, Set<String> used) {
        if (asked.size() > MAX_INDEXES) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the"
                            + " per-table limit of " + MAX_INDEXES);
        }
        List<Index.Definition> indexes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (GlobalSecondaryIndex index : asked) {
            INDEX.check(index);
            if (!NAME.matcher(index.indexName()).matches()) {
                throw violation(
                        "globalSecondaryIndexes." + (indexes.size() + 1) + ".member.indexName",
                        index.indexName(),
                        "satisfy regular expression pattern: [a-zA-Z0-9_.-]+, and have 3 to 255 characters");
            }
            if (!names.add(index.indexName())) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values were invalid: Duplicate index name: " + index.indexName());
            }
            ProjectionType projection =
                    index.projection() == null ? null : index.projection().projectionType();
            if (projection == null || projection == ProjectionType.UNKNOWN_TO_SDK_VERSION) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values were invalid: Unknown ProjectionType: null");
            }
            if ((projection == ProjectionType.INCLUDE)
                    == index.projection().nonKeyAttributes().isEmpty()) {
                throw DynamoDbErrors.validation("One or more parameter values were invalid: ProjectionType is "
                        + projection + ", but NonKeyAttributes is "
                        + (projection == ProjectionType.INCLUDE ? "not specified" : "specified"));
            }
            indexes.add(new Index.Definition(
                    index.indexName(),
                    keys(index.keySchema(), types, used),
                    projection.toString(),
                    index.projection().nonKeyAttributes()));
        }
        return indexes;
    }

    DescribeTableResponse describe(DescribeTableRequest request) {
        return context.storage().read(() -> DescribeTableResponse.builder()
                .table(TableDescriptions.of(context.catalogue().table(request.tableName()), TableStatus.ACTIVE))
                .build());
    }

    DeleteTableResponse delete(DeleteTableRequest request) {
        return context.storage().restructure(() -> {
            Table table = context.catalogue().table(request.tableName());
            DeleteTableResponse response = DeleteTableResponse.builder()
                    .tableDescription(TableDescriptions.of(table, TableStatus.DELETING))
                    .build();
            context.catalogue().remove(table);
            return response;
        });
    }

    ListTablesResponse list(ListTablesRequest request) {
        int limit = request.limit() == null ? MAX_LISTED : request.limit();
        if (limit < 1 || limit > MAX_LISTED) {
            throw DynamoDbErrors.validation("1 validation error detected: Value '" + limit
                    + "' at 'limit' failed to satisfy constraint: Member must have value "
                    + (limit < 1 ? "greater than or equal to 1" : "less than or equal to " + MAX_LISTED));
        }
        String from = request.exclusiveStartTableName() == null ? "" : request.exclusiveStartTableName();
        List<String> names = new ArrayList<>();
        for (String name : context.catalogue().namesAfter(from)) {
            if (names.size() == limit) {
                return ListTablesResponse.builder()
                        .tableNames(names)
                        .lastEvaluatedTableName(names.get(limit - 1))
                        .build();
            }
            names.add(name);
        }
        return ListTablesResponse.builder().tableNames(names).build();
    }

    UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
        TimeToLiveSpecification asked = request.timeToLiveSpecification();
        if (asked.attributeName().isEmpty()) {
            throw violation("timeToLiveSpecification.attributeName", "", "have length greater than or equal to 1");
        }
        boolean enable = Boolean.TRUE.equals(asked.enabled());
        return context.storage().restructure(() -> {
            Table table = context.catalogue().table(request.tableName());
            String now = table.definition().ttlAttribute();
            if (enable == (now != null)) {
                throw DynamoDbErrors.validation("TimeToLive is already " + (enable ? "enabled" : "disabled"));
            }
            context.catalogue().replace(table, table.definition().withTtl(enable ? asked.attributeName() : null));
            return UpdateTimeToLiveResponse.builder()
                    .timeToLiveSpecification(asked)
                    .build();
        });
    }

    DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
        String attribute =
                context.catalogue().table(request.tableName()).definition().ttlAttribute();
        return DescribeTimeToLiveResponse.builder()
                .timeToLiveDescription(d -> d.attributeName(attribute)
                        .timeToLiveStatus(attribute == null ? TimeToLiveStatus.DISABLED : TimeToLiveStatus.ENABLED))
                .build();
    }

    /** Returns the number of expired items that were deleted from all tables. */
    int deleteExpired() {
        long now = context.clock().instant().getEpochSecond();
        return context.storage().write(() -> {
            int deleted = 0;
            for (Table table : context.catalogue().all().values()) {
                String attribute = table.definition().ttlAttribute();
                deleted += attribute == null ? 0 : deleteExpired(table, attribute, now);
            }
            return deleted;
        });
    }

    private static int deleteExpired(Table table, String attribute, long now) {
        List<byte[]> keys = new ArrayList<>();
        table.items().forEach((key, item) -> {
            if (isExpired(item, attribute, now)) {
                keys.add(key);
            }
        });
        int deleted = 0;
        for (byte[] key : keys) {
            Lock lock = table.lockOf(key);
            lock.lock();
            try {
                Item item = table.get(key);
                if (isExpired(item, attribute, now)) {
                    table.put(key, item, null);
                    deleted++;
                }
            } finally {
                lock.unlock();
            }
        }
        return deleted;
    }

    private static boolean isExpired(@Nullable Item item, String attribute, long now) {
        AttributeValue expiry = item == null ? null : item.attributes().get(attribute);
        return expiry != null
                && expiry.n() != null
                && DynamoDbNumbers.parse(expiry.n()).longValue() < now;
    }
}
