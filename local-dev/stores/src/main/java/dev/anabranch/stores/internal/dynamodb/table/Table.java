package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.ItemDataType;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import dev.anabranch.stores.internal.storage.KeyLocks;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** One table: its items in the order of their keys, and its indexes. */
public final class Table {

    static final String ITEMS = "dynamodb/items/";
    static final String INDEX = "dynamodb/index/";

    private volatile TableDefinition definition;
    private final MVMap<byte[], Item> items;
    private final List<Index> indexes;
    private final KeyLocks locks = new KeyLocks();

    Table(TableDefinition definition, MVStore maps) {
        this.definition = definition;
        this.items = open(maps, mapName(definition));
        this.indexes = definition.indexes().stream()
                .map(index -> new Index(index, definition.keys(), open(maps, indexMapName(definition, index))))
                .toList();
    }

    private static MVMap<byte[], Item> open(MVStore maps, String name) {
        return maps.openMap(name, itemTypes());
    }

    static MVMap.Builder<byte[], Item> itemTypes() {
        return new MVMap.Builder<byte[], Item>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ItemDataType.INSTANCE);
    }

    /**
     * Returns the name of the map of the items. It contains the table's id, so that a new table with the same name does
     * not find old items.
     */
    static String mapName(TableDefinition definition) {
        return ITEMS + definition.id();
    }

    private static String indexMapName(TableDefinition definition, Index.Definition index) {
        return INDEX + definition.id() + "/" + index.name();
    }

    void removeFrom(MVStore maps) {
        maps.removeMap(items);
        indexes.forEach(index -> maps.removeMap(index.entries()));
    }

    public TableDefinition definition() {
        return definition;
    }

    void define(TableDefinition changed) {
        this.definition = changed;
    }

    public String name() {
        return definition.name();
    }

    public KeySchema keys() {
        return definition.keys();
    }

    public MVMap<byte[], Item> items() {
        return items;
    }

    List<Index> indexes() {
        return indexes;
    }

    public Index index(String name) {
        return indexes.stream()
                .filter(index -> index.definition().name().equals(name))
                .findFirst()
                .orElseThrow(() -> DynamoDbErrors.validation("The table does not have the specified index: " + name));
    }

    public KeyLocks.Ranked lockOf(byte[] key) {
        return locks.of(key);
    }

    @Nullable
    public Item get(byte[] key) {
        return items.get(key);
    }

    /** Rejects an item that is invalid for the table or one of its indexes. */
    void check(Map<String, AttributeValue> item) {
        keys().checkItem(item);
        indexes.forEach(index -> index.check(item));
    }

    /**
     * Puts an item, or removes it if {@code after} is null. The caller holds the lock of the key.
     *
     * @return the write units of each index, in order
     */
    public double[] put(byte[] key, @Nullable Item before, @Nullable Item after) {
        if (after != null) {
            items.put(key, after);
        } else if (before != null) {
            items.remove(key);
        }
        double[] units = new double[indexes.size()];
        for (int i = 0; i < units.length; i++) {
            units[i] = indexes.get(i).follow(key, before, after);
        }
        return units;
    }

    /** Returns AWS's error for a missing table. */
    static ResourceNotFoundException missing(String name) {
        return DynamoDbErrors.notFound("Requested resource not found: Table: " + name + " not found");
    }
}
