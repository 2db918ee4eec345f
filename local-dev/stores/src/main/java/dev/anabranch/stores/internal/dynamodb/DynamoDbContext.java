package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.dynamodb.expression.Expressions;
import dev.anabranch.stores.internal.dynamodb.item.Capacity;
import dev.anabranch.stores.internal.dynamodb.table.TableCatalogue;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreMeter;
import java.time.InstantSource;

/** The storage, caches, clock and meter that all DynamoDB operations share. */
record DynamoDbContext(
        Storage storage, TableCatalogue catalogue, Expressions expressions, InstantSource clock, StoreMeter meter) {

    void bill(String operation, Capacity capacity) {
        meter.dynamoDb(operation, capacity.readUnits(), capacity.writeUnits());
        if (capacity.storedBytes() != 0) {
            meter.stored(StoreMeter.Store.DYNAMODB, capacity.storedBytes());
        }
    }

    DynamoDbContext metering(StoreMeter target) {
        return new DynamoDbContext(storage, catalogue, expressions, clock, target);
    }
}
