package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.quotas.internal.DynamoDbQuotas;
import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.KeyBytes;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A global secondary index. It omits items that lack one of its key attributes. */
public final class Index {

    /**
     * The definition of an index.
     *
     * @param projection ALL, KEYS_ONLY or INCLUDE
     * @param nonKeyAttributes the attributes of an INCLUDE projection
     */
    public record Definition(String name, KeySchema keys, String projection, List<String> nonKeyAttributes) {}

    private static final int WRITE_UNIT = DynamoDbQuotas.WRITE_UNIT_BYTES;

    private final Definition definition;
    private final KeySchema tableKeys;
    private final MVMap<byte[], Item> entries;

    Index(Definition definition, KeySchema tableKeys, MVMap<byte[], Item> entries) {
        this.definition = definition;
        this.tableKeys = tableKeys;
        this.entries = entries;
    }

    public Definition definition() {
        return definition;
    }

    MVMap<byte[], Item> entries() {
        return entries;
    }

    public boolean projects(String attribute) {
        return definition.projection().equals("ALL")
                || tableKeys.has(attribute)
                || definition.keys().has(attribute)
                || definition.nonKeyAttributes().contains(attribute);
    }

    /**
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if a key attribute of this index is
     *     invalid
     */
    void check(Map<String, AttributeValue> item) {
        for (KeySchema.Part part : definition.keys().parts()) {
            AttributeValue value = item.get(part.name());
            if (value == null) {
                continue;
            }
            if (!AttributeValues.typeName(value).equals(part.type())) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values were invalid: Type mismatch for Index Key "
                                + part.name() + " Expected: " + part.type() + " Actual: "
                                + AttributeValues.typeName(value)
                                + " IndexName: " + definition.name());
            }
            if (KeySchema.isEmpty(value)) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values are not valid. A value specified for a secondary"
                                + " index key is not supported. The AttributeValue for a key attribute cannot contain an empty "
                                + KeySchema.emptyKind(value) + " value. IndexName: " + definition.name()
                                + ", IndexKey: "
                                + part.name());
            }
            definition.keys().checkSize(part, value);
        }
    }

    /**
     * Updates the index after a change of an item.
     *
     * @return the write units that the index consumes, at least 0
     */
    double follow(byte[] key, @Nullable Item before, @Nullable Item after) {
        Item old = before == null ? null : projected(before);
        Item now = after == null ? null : projected(after);
        if (old != null && now != null && Arrays.equals(entryKey(key, old), entryKey(key, now))) {
            return replace(entryKey(key, now), old, now);
        }
        double units = 0;
        if (old != null) {
            entries.remove(entryKey(key, old));
            units += units(old.size());
        }
        if (now != null) {
            entries.put(entryKey(key, now), now);
            units += units(now.size());
        }
        return units;
    }

    private double replace(byte[] entryKey, Item old, Item now) {
        if (old.attributes().equals(now.attributes())) {
            return 0;
        }
        entries.put(entryKey, now);
        return units(Math.max(old.size(), now.size()));
    }

    private static double units(int bytes) {
        return Math.max(1, (bytes + WRITE_UNIT - 1) / WRITE_UNIT);
    }

    byte[] entryKey(byte[] tableKey, Item item) {
        return KeyBytes.join(definition.keys().bytes(item.attributes()), tableKey);
    }

    private @Nullable Item projected(Item item) {
        Map<String, AttributeValue> attributes = item.attributes();
        if (!definition.keys().isIn(attributes)) {
            return null;
        }
        if (definition.projection().equals("ALL")) {
            return item;
        }
        Map<String, AttributeValue> some = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            if (projects(name)) {
                some.put(name, value);
            }
        });
        return Item.of(some);
    }
}
