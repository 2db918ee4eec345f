package dev.anabranch.cloud;

import dev.anabranch.action.ActionStore;
import dev.anabranch.action.PayloadStore;
import dev.anabranch.cloud.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.cloud.s3.EmbeddedS3;
import dev.anabranch.store.DynamoDbActionStore;
import dev.anabranch.store.S3PayloadStore;
import dev.anabranch.store.TableSchema;
import java.time.Instant;
import java.time.InstantSource;

/** The stores of the action runtime over the embedded ones, empty. */
final class RuntimeStores {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private RuntimeStores() {}

    static ActionStore actions(StoreMeter meter, Faults faults) {
        EmbeddedDynamoDb client = new EmbeddedDynamoDb(Storage.inMemory(), CLOCK, meter, faults);
        client.createTable(TableSchema.create("records"));
        client.updateTimeToLive(TableSchema.expire("records"));
        return new DynamoDbActionStore(client, "records", DynamoDbActionStore.RETENTION);
    }

    static PayloadStore payloads(StoreMeter meter, Faults faults) {
        EmbeddedS3 client = new EmbeddedS3(Storage.inMemory(), CLOCK, meter, faults);
        client.createBucket(request -> request.bucket("payloads"));
        return new S3PayloadStore(client, "payloads");
    }
}
