package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The definition of a table as the catalogue stores it. */
public record TableDefinition(
        String name,
        String id,
        KeySchema keys,
        List<Index.Definition> indexes,
        String billingMode,
        Instant created,
        @Nullable String ttlAttribute) {

    public TableDefinition withTtl(@Nullable String attribute) {
        return new TableDefinition(name, id, keys, indexes, billingMode, created, attribute);
    }

    /** Converts the definition to an item, since the catalogue is a map of items. */
    Item toItem() {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("name", AttributeValue.fromS(name));
        item.put("id", AttributeValue.fromS(id));
        item.put("keys", keysToValue(keys));
        item.put(
                "indexes",
                AttributeValue.fromL(
                        indexes.stream().map(TableDefinition::indexToValue).toList()));
        item.put("billing", AttributeValue.fromS(billingMode));
        item.put("created", AttributeValue.fromS(created.toString()));
        if (ttlAttribute != null) {
            item.put("ttl", AttributeValue.fromS(ttlAttribute));
        }
        return Item.of(item);
    }

    static TableDefinition fromItem(Item item) {
        Map<String, AttributeValue> a = item.attributes();
        AttributeValue ttl = a.get("ttl");
        return new TableDefinition(
                AttributeValues.in(a, "name").s(),
                AttributeValues.in(a, "id").s(),
                keysFromValue(AttributeValues.in(a, "keys")),
                AttributeValues.in(a, "indexes").l().stream()
                        .map(TableDefinition::indexFromValue)
                        .toList(),
                AttributeValues.in(a, "billing").s(),
                Instant.parse(AttributeValues.in(a, "created").s()),
                ttl == null ? null : ttl.s());
    }

    private static AttributeValue keysToValue(KeySchema keys) {
        List<AttributeValue> parts = new ArrayList<>();
        keys.parts().forEach(part -> {
            parts.add(AttributeValue.fromS(part.name()));
            parts.add(AttributeValue.fromS(part.type()));
        });
        return AttributeValue.fromL(parts);
    }

    private static KeySchema keysFromValue(AttributeValue value) {
        List<String> texts = value.l().stream().map(AttributeValue::s).toList();
        KeySchema.Part partition = new KeySchema.Part(texts.get(0), texts.get(1));
        return new KeySchema(partition, texts.size() == 2 ? null : new KeySchema.Part(texts.get(2), texts.get(3)));
    }

    private static AttributeValue indexToValue(Index.Definition index) {
        return AttributeValue.fromM(Map.of(
                "name", AttributeValue.fromS(index.name()),
                "keys", keysToValue(index.keys()),
                "projection", AttributeValue.fromS(index.projection()),
                "include",
                        AttributeValue.fromL(index.nonKeyAttributes().stream()
                                .map(AttributeValue::fromS)
                                .toList())));
    }

    private static Index.Definition indexFromValue(AttributeValue value) {
        Map<String, AttributeValue> m = value.m();
        return new Index.Definition(
                AttributeValues.in(m, "name").s(),
                keysFromValue(AttributeValues.in(m, "keys")),
                AttributeValues.in(m, "projection").s(),
                AttributeValues.in(m, "include").l().stream()
                        .map(AttributeValue::s)
                        .toList());
    }
}
