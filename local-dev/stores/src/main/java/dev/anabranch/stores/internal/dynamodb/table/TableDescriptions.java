package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Creates table descriptions. Item counts are exact. Sizes are omitted; AWS updates them only every six hours. */
public final class TableDescriptions {

    private static final String ARN_PREFIX = "arn:aws:dynamodb:local:000000000000:table/";

    private TableDescriptions() {}

    public static TableDescription of(Table table, TableStatus status) {
        TableDefinition definition = table.definition();
        String arn = ARN_PREFIX + definition.name();
        TableDescription.Builder description = TableDescription.builder()
                .tableName(definition.name())
                .tableId(definition.id())
                .tableArn(arn)
                .tableStatus(status)
                .creationDateTime(definition.created())
                .keySchema(keySchema(definition.keys()))
                .attributeDefinitions(attributes(definition))
                .billingModeSummary(b -> b.billingMode(definition.billingMode()))
                .itemCount(count(table.items()));
        if (!table.indexes().isEmpty()) {
            description.globalSecondaryIndexes(
                    table.indexes().stream().map(index -> of(index, arn)).toList());
        }
        return description.build();
    }

    private static GlobalSecondaryIndexDescription of(Index index, String tableArn) {
        Index.Definition definition = index.definition();
        return GlobalSecondaryIndexDescription.builder()
                .indexName(definition.name())
                .indexArn(tableArn + "/index/" + definition.name())
                .indexStatus(IndexStatus.ACTIVE)
                .keySchema(keySchema(definition.keys()))
                .projection(projection(definition))
                .itemCount(count(index.entries()))
                .build();
    }

    private static long count(MVMap<byte[], Item> map) {
        return map.sizeAsLong();
    }

    private static Projection projection(Index.Definition definition) {
        Projection.Builder projection = Projection.builder().projectionType(definition.projection());
        return definition.nonKeyAttributes().isEmpty()
                ? projection.build()
                : projection.nonKeyAttributes(definition.nonKeyAttributes()).build();
    }

    private static List<KeySchemaElement> keySchema(KeySchema keys) {
        List<KeySchemaElement> elements = new ArrayList<>();
        for (KeySchema.Part part : keys.parts()) {
            elements.add(KeySchemaElement.builder()
                    .attributeName(part.name())
                    .keyType(elements.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        return elements;
    }

    private static List<AttributeDefinition> attributes(TableDefinition definition) {
        Map<String, String> types = new LinkedHashMap<>();
        definition.keys().parts().forEach(part -> types.put(part.name(), part.type()));
        definition
                .indexes()
                .forEach(index -> index.keys().parts().forEach(part -> types.put(part.name(), part.type())));
        return types.entrySet().stream()
                .map(e -> AttributeDefinition.builder()
                        .attributeName(e.getKey())
                        .attributeType(e.getValue())
                        .build())
                .toList();
    }
}
