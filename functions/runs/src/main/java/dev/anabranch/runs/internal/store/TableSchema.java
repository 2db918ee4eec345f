package dev.anabranch.runs.internal.store;

import dev.anabranch.runtime.internal.wire.RecordField;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/**
 * The table of the records, for the embedded cloud and emulators; on AWS the CDK app deploys it. Only items of runs
 * have the key attributes of the indexes, so records of actions add no cost to them.
 */
public final class TableSchema {

    /** The index over all runs by start. */
    public static final String RUNS = "runs";

    /** The index over the runs of each workflow by start. */
    public static final String RUNS_OF = "runs-of";

    /** The partition key of {@link #RUNS}, a text. */
    public static final String KIND = RunItem.KIND;

    /** The partition key of {@link #RUNS_OF}, a text. */
    public static final String WORKFLOW = RunItem.WORKFLOW;

    /** The sort key of both indexes, a number. */
    public static final String STARTED = RunItem.STARTED;

    /** The attributes in the indexes beside the keys: all except input and output, which may be large. */
    public static final List<String> SHOWN = List.of(
            RunItem.WORKFLOW,
            RunItem.STATUS,
            RunItem.ENDED,
            RunItem.ERROR,
            RunItem.ERROR_NODE,
            RunItem.ERROR_ACTION,
            RunItem.ERROR_MESSAGE,
            RunItem.SOURCE,
            RunItem.GRAPH,
            RunItem.REQUEST);

    private TableSchema() {}

    /** Returns the request that creates the table, billed per request. */
    public static CreateTableRequest create(String table) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute(RecordField.PARTITION, ScalarAttributeType.S),
                        attribute(RecordField.SORT, ScalarAttributeType.S),
                        attribute(KIND, ScalarAttributeType.S),
                        attribute(WORKFLOW, ScalarAttributeType.S),
                        attribute(STARTED, ScalarAttributeType.N))
                .keySchema(key(RecordField.PARTITION, KeyType.HASH), key(RecordField.SORT, KeyType.RANGE))
                .globalSecondaryIndexes(index(RUNS, KIND), index(RUNS_OF, WORKFLOW))
                .build();
    }

    /** Returns the request that enables the expiry of records. */
    public static UpdateTimeToLiveRequest expire(String table) {
        return UpdateTimeToLiveRequest.builder()
                .tableName(table)
                .timeToLiveSpecification(
                        ttl -> ttl.attributeName(RecordField.EXPIRES).enabled(true))
                .build();
    }

    private static GlobalSecondaryIndex index(String name, String partition) {
        List<String> shown =
                SHOWN.stream().filter(attribute -> !attribute.equals(partition)).toList();
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key(partition, KeyType.HASH), key(STARTED, KeyType.RANGE))
                .projection(projection ->
                        projection.projectionType(ProjectionType.INCLUDE).nonKeyAttributes(shown))
                .build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
