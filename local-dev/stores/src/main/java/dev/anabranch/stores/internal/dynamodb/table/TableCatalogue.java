package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.ItemDataType;
import dev.anabranch.stores.internal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The tables there are, kept in the storage. */
public final class TableCatalogue {

    /** The name of the map of definitions. */
    public static final String TABLES = "dynamodb/tables";

    private final Storage storage;
    private final MVMap<String, Item> definitions;
    private final AtomicLong created = new AtomicLong();
    private final ConcurrentSkipListMap<String, Table> tables = new ConcurrentSkipListMap<>();

    public TableCatalogue(Storage storage) {
        this.storage = storage;
        this.definitions = storage.restructure(() -> storage.maps().openMap(TABLES, definitionTypes()));
        storage.restructure(() -> {
            definitions.forEach(
                    (name, item) -> tables.put(name, new Table(TableDefinition.fromItem(item), storage.maps())));
            return tables.size();
        });
    }

    private static MVMap.Builder<String, Item> definitionTypes() {
        return new MVMap.Builder<String, Item>()
                .keyType(StringDataType.INSTANCE)
                .valueType(ItemDataType.INSTANCE);
    }

    /** Returns the types of the map of definitions, or of a map of items or of an index; null for any other map. */
    public static MVMap.@Nullable Builder<?, ?> types(String map) {
        if (map.equals(TABLES)) {
            return definitionTypes();
        }
        return map.startsWith(Table.ITEMS) || map.startsWith(Table.INDEX) ? Table.itemTypes() : null;
    }

    /** Returns the name of the table whose items are in a map; empty for any other map. */
    public Optional<String> tableOf(String map) {
        return tables.values().stream()
                .filter(table -> Table.mapName(table.definition()).equals(map))
                .map(Table::name)
                .findFirst();
    }

    /** Returns the items of maps that belong to no table. */
    public List<Map<String, AttributeValue>> itemsWithoutTable() {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        for (String name : storage.read(() -> storage.maps().getMapNames())) {
            if (name.startsWith(Table.ITEMS) && tableOf(name).isEmpty()) {
                MVMap<byte[], Item> items =
                        storage.restructure(() -> storage.maps().openMap(name, Table.itemTypes()));
                storage.read(() -> {
                    items.values().forEach(item -> found.add(item.attributes()));
                    return found;
                });
            }
        }
        return found;
    }

    /** Rebuilds all indexes from the items of their tables. */
    public void rebuildIndexes() {
        tables.values().forEach(table -> {
            storage.write(() -> {
                table.indexes().forEach(index -> index.entries().clear());
                return table;
            });
            table.items()
                    .forEach((key, item) -> storage.write(() -> {
                        table.indexes().forEach(index -> index.follow(key, null, item));
                        return key;
                    }));
        });
    }

    /** @throws software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException if the table does not exist */
    public Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw Table.missing(name);
        }
        return table;
    }

    public boolean has(String name) {
        return tables.containsKey(name);
    }

    /** Another one for each table made in this process. */
    public long nextNumber() {
        return created.incrementAndGet();
    }

    public Iterable<String> namesAfter(String name) {
        return tables.tailMap(name, false).keySet();
    }

    public Map<String, Table> all() {
        return tables;
    }

    /** Inside {@link Storage#restructure}. */
    public void add(TableDefinition definition) {
        definitions.put(definition.name(), definition.toItem());
        tables.put(definition.name(), new Table(definition, storage.maps()));
    }

    /** Inside {@link Storage#restructure}. */
    public void replace(Table table, TableDefinition definition) {
        definitions.put(definition.name(), definition.toItem());
        table.define(definition);
    }

    /** Inside {@link Storage#restructure}. */
    public void remove(Table table) {
        definitions.remove(table.name());
        tables.remove(table.name());
        table.removeFrom(storage.maps());
    }
}
