package dev.anabranch.stores.internal.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The shared table of the tests and factories for items and values. */
@SuppressWarnings("unchecked") // the SDK takes generic varargs
final class Tables {

    static final String NAME = "things";
    static final String SPARSE_INDEX = "by-owner";

    private Tables() {}

    /**
     * Creates a table with the key {@code pk} (S) and {@code sk} (N) and a sparse index on {@code own} (S) and
     * {@code rnk} (N).
     */
    static void create(DynamoDbClient client) {
        client.createTable(definition(NAME));
    }

    static CreateTableRequest definition(String name) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                        a -> a.attributeName("sk").attributeType(ScalarAttributeType.N),
                        a -> a.attributeName("own").attributeType(ScalarAttributeType.S),
                        a -> a.attributeName("rnk").attributeType(ScalarAttributeType.N))
                .keySchema(k -> k.attributeName("pk").keyType(KeyType.HASH), k -> k.attributeName("sk")
                        .keyType(KeyType.RANGE))
                .globalSecondaryIndexes(g -> g.indexName(SPARSE_INDEX)
                        .keySchema(k -> k.attributeName("own").keyType(KeyType.HASH), k -> k.attributeName("rnk")
                                .keyType(KeyType.RANGE))
                        .projection(p -> p.projectionType(ProjectionType.ALL)))
                .build();
    }

    static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue n(Object number) {
        return AttributeValue.fromN(number.toString());
    }

    static AttributeValue b(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return AttributeValue.fromB(SdkBytes.fromByteArray(array));
    }

    static Map<String, AttributeValue> key(String pk, long sk) {
        return Map.of("pk", s(pk), "sk", n(sk));
    }

    /** @param more names and values of additional attributes, alternating */
    static Map<String, AttributeValue> item(String pk, long sk, Object... more) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key(pk, sk));
        for (int i = 0; i < more.length; i += 2) {
            item.put((String) more[i], (AttributeValue) more[i + 1]);
        }
        return item;
    }
}
