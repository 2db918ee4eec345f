package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.storage.Storage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Measures the throughput of UpdateItem with a condition. Arguments: the number of threads and, for storage in a file,
 * its path and the sync policy.
 */
final class UpdateThroughput {

    private static final int ROUNDS = 5;
    private static final int ITEMS = 10_000;

    private UpdateThroughput() {}

    public static void main(String[] arguments) throws InterruptedException {
        int threads = Integer.parseInt(arguments[0]);
        int each = arguments.length > 1 ? 5_000 : 200_000;
        try (Storage storage = arguments.length > 1
                ? Storage.file(Path.of(arguments[1]), Storage.Sync.valueOf(arguments[2]))
                : Storage.inMemory()) {
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(storage, InstantSource.system());
            Tables.create(db);
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                run(db, threads, each);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf("round %d: %.0f UpdateItem/s%n", round, threads * each / seconds);
            }
        }
    }

    private static void run(EmbeddedDynamoDb db, int threads, int each) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            db.updateItem(update(thread, i));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
    }

    private static UpdateItemRequest update(int thread, int i) {
        return UpdateItemRequest.builder()
                .tableName(Tables.NAME)
                .key(Tables.key("run#" + thread + "#" + i % 100, i % ITEMS))
                .updateExpression("SET st = :s, att = if_not_exists(att, :zero) + :one, res = :r")
                .conditionExpression("attribute_not_exists(st) OR st <> :done")
                .expressionAttributeValues(Map.of(
                        ":s", Tables.s("RUNNING"),
                        ":zero", Tables.n(0),
                        ":one", Tables.n(1),
                        ":done", Tables.s("DONE"),
                        ":r", Tables.s("{\"tile\":\"12/34/56\",\"cover\":0.25}")))
                .build();
    }
}
