package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.ItemDataType;
import dev.anabranch.stores.internal.storage.Storage;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.type.StringDataType;

/** The tables there are, kept in the storage. */
public final class TableCatalogue {

    private final Storage storage;
    private final MVMap<String, Item> definitions;
    private final AtomicLong created = new AtomicLong();
    private final ConcurrentSkipListMap<String, Table> tables = new ConcurrentSkipListMap<>();

    public TableCatalogue(Storage storage) {
        this.storage = storage;
        this.definitions = storage.restructure(() -> storage.maps()
                .openMap(
                        "dynamodb/tables",
                        new MVMap.Builder<String, Item>()
                                .keyType(StringDataType.INSTANCE)
                                .valueType(ItemDataType.INSTANCE)));
        storage.restructure(() -> {
            definitions.forEach(
                    (name, item) -> tables.put(name, new Table(TableDefinition.fromItem(item), storage.maps())));
            return tables.size();
        });
    }

    /** @throws software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException if there is no such table */
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
