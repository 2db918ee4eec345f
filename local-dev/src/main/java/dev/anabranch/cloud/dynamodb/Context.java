package dev.anabranch.cloud.dynamodb;

import dev.anabranch.cloud.Storage;
import dev.anabranch.cloud.StoreMeter;
import java.time.InstantSource;

/** What all operations work with. */
record Context(Storage storage, Catalogue catalogue, Expressions expressions, InstantSource clock, StoreMeter meter) {

    void bill(String operation, Capacity capacity) {
        meter.dynamoDb(operation, capacity.readUnits(), capacity.writeUnits());
        if (capacity.storedBytes() != 0) {
            meter.stored(StoreMeter.Store.DYNAMODB, capacity.storedBytes());
        }
    }

    Context metering(StoreMeter told) {
        return new Context(storage, catalogue, expressions, clock, told);
    }
}
