package dev.anabranch.cdk;

import dev.anabranch.runs.internal.store.TableSchema;
import java.util.List;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.constructs.Construct;

/** The table of records. Its keys, indexes and expiry are those of {@link TableSchema}. */
final class RecordsTable {

    static final String ID = "Records";

    private static final CreateTableRequest SCHEMA = TableSchema.create("records");

    private RecordsTable() {}

    /** @param stream whether the table has a stream, from which events of waits are made */
    static Table in(Construct scope, BackendStage stage, boolean stream) {
        Table.Builder table = Table.Builder.create(scope, ID)
                .partitionKey(key(SCHEMA.keySchema(), KeyType.HASH))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .encryption(TableEncryption.AWS_MANAGED)
                .timeToLiveAttribute(
                        TableSchema.expire("records").timeToLiveSpecification().attributeName())
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(stage == BackendStage.PROD)
                .removalPolicy(stage.removal());
        if (stream) {
            table.stream(StreamViewType.NEW_IMAGE);
        }
        if (has(SCHEMA.keySchema(), KeyType.RANGE)) {
            table.sortKey(key(SCHEMA.keySchema(), KeyType.RANGE));
        }
        Table made = table.build();
        SCHEMA.globalSecondaryIndexes().forEach(index -> made.addGlobalSecondaryIndex(index(index)));
        return made;
    }

    private static GlobalSecondaryIndexProps index(GlobalSecondaryIndex index) {
        GlobalSecondaryIndexProps.Builder made = GlobalSecondaryIndexProps.builder()
                .indexName(index.indexName())
                .partitionKey(key(index.keySchema(), KeyType.HASH))
                .projectionType(ProjectionType.valueOf(index.projection().projectionTypeAsString()));
        if (index.projection().hasNonKeyAttributes()) {
            made.nonKeyAttributes(index.projection().nonKeyAttributes());
        }
        if (has(index.keySchema(), KeyType.RANGE)) {
            made.sortKey(key(index.keySchema(), KeyType.RANGE));
        }
        return made.build();
    }

    private static boolean has(List<KeySchemaElement> keys, KeyType type) {
        return keys.stream().anyMatch(element -> element.keyType() == type);
    }

    private static Attribute key(List<KeySchemaElement> keys, KeyType type) {
        String name = keys.stream()
                .filter(element -> element.keyType() == type)
                .findFirst()
                .orElseThrow()
                .attributeName();
        AttributeDefinition definition = SCHEMA.attributeDefinitions().stream()
                .filter(attribute -> attribute.attributeName().equals(name))
                .findFirst()
                .orElseThrow();
        return Attribute.builder()
                .name(name)
                .type(
                        switch (definition.attributeType()) {
                            case S -> AttributeType.STRING;
                            case N -> AttributeType.NUMBER;
                            case B -> AttributeType.BINARY;
                            case UNKNOWN_TO_SDK_VERSION ->
                                throw new IllegalStateException(
                                        "The key `" + name + "` has a type that DynamoDB does not know.");
                        })
                .build();
    }
}
