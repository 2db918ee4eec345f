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

/** One table: its items in key order, and its indexes. */
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

    /** By id, so that a table made anew under an old name cannot meet old data. */
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

    /** Refuses an item that the table or one of its indexes cannot hold. */
    void check(Map<String, AttributeValue> item) {
        keys().checkItem(item);
        indexes.forEach(index -> index.check(item));
    }

    /**
     * Puts the item, or removes it where null. Under the lock of the key.
     *
     * @return write units of each index, in order
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

    /** What AWS says of a table that is not there. */
    static ResourceNotFoundException missing(String name) {
        return DynamoDbErrors.notFound("Requested resource not found: Table: " + name + " not found");
    }
}
