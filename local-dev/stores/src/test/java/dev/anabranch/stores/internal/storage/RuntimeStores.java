package dev.anabranch.stores.internal.storage;

import dev.anabranch.runs.internal.store.TableSchema;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.store.S3PayloadStore;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import java.time.Instant;
import java.time.InstantSource;

/** Empty stores of the action runtime on the embedded stores. */
final class RuntimeStores {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private RuntimeStores() {}

    static ActionStore actions(StoreMeter meter, StoreFaults faults) {
        EmbeddedDynamoDb client = new EmbeddedDynamoDb(Storage.inMemory(), CLOCK, meter, faults);
        client.createTable(TableSchema.create("records"));
        client.updateTimeToLive(TableSchema.expire("records"));
        return new DynamoDbActionStore(client, "records", DynamoDbActionStore.RETENTION);
    }

    static PayloadStore payloads(StoreMeter meter, StoreFaults faults) {
        EmbeddedS3 client = new EmbeddedS3(Storage.inMemory(), CLOCK, meter, faults);
        client.createBucket(request -> request.bucket("payloads"));
        return new S3PayloadStore(client, "payloads");
    }
}
