package dev.anabranch.store;

import dev.anabranch.wire.RecordField;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/** The table of the records, for clouds that are made on the spot; on AWS it is deployed. */
public final class TableSchema {

    private TableSchema() {}

    /** A table billed by request. */
    public static CreateTableRequest create(String table) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(RecordField.PARTITION), text(RecordField.SORT))
                .keySchema(key(RecordField.PARTITION, KeyType.HASH), key(RecordField.SORT, KeyType.RANGE))
                .build();
    }

    /** Lets records expire. */
    public static UpdateTimeToLiveRequest expire(String table) {
        return UpdateTimeToLiveRequest.builder()
                .tableName(table)
                .timeToLiveSpecification(
                        ttl -> ttl.attributeName(RecordField.EXPIRES).enabled(true))
                .build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
