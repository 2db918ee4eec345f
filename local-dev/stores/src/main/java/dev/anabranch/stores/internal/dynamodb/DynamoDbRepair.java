package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.dynamodb.item.KeyBytes;
import dev.anabranch.stores.internal.dynamodb.table.TableCatalogue;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreSalvage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Repairs the DynamoDB part of a storage that was copied from a damaged one. */
public final class DynamoDbRepair {

    private final TableCatalogue tables;
    private final StoreSalvage.Losses losses;

    /** Prepares the repair of a copy. */
    public DynamoDbRepair(Storage copy, StoreSalvage.Losses losses) {
        this.tables = new TableCatalogue(copy);
        this.losses = losses;
    }

    /** Returns the types of a map of the embedded DynamoDB; null for any other map and for maps that are not copied. */
    public static MVMap.@Nullable Builder<?, ?> types(String map) {
        return TableCatalogue.types(map);
    }

    /** Rebuilds all indexes from the items of their tables. */
    public void rebuildIndexes() {
        tables.rebuildIndexes();
    }

    /** Returns true if a table may lack an item whose partition key begins with a text. */
    public boolean mayHaveLost(String table, String partition) {
        byte[] prefix = KeyBytes.prefix(AttributeValue.fromS(partition));
        return losses.all()
                || losses.maps().stream()
                        .anyMatch(map -> tables.tableOf(map.name()).equals(Optional.of(table))
                                && losses.mayHave(map.name(), prefix));
    }

    /** Returns the items of tables whose definitions are lost. */
    public List<Map<String, AttributeValue>> itemsWithoutTable() {
        return tables.itemsWithoutTable();
    }

    /** Returns a sentence for each table that has lost items, except one table. */
    public List<String> lostItems(String except) {
        List<String> sentences = new ArrayList<>();
        if (losses.maps().stream().anyMatch(map -> map.name().equals(TableCatalogue.TABLES))) {
            sentences.add("The definitions of tables are lost, and with them the items of all tables except `" + except
                    + "`.");
        }
        for (StoreSalvage.LostMap map : losses.maps()) {
            tables.tableOf(map.name())
                    .filter(table -> !table.equals(except))
                    .ifPresent(table -> sentences.add((map.entries() < 0 ? "All" : String.valueOf(map.entries()))
                            + " items of the table `" + table + "` are lost."));
        }
        return sentences;
    }
}
