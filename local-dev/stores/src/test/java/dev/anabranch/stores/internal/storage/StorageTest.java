package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

@SuppressWarnings("unchecked") // the SDK takes generic varargs
class StorageTest {

    private static final int ACKNOWLEDGED = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    /** The program that is killed. It writes without end and prints the number of each acknowledged write. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            Storage storage = Storage.file(Path.of(arguments[0]), Storage.Sync.valueOf(arguments[1]));
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(storage, InstantSource.system());
            EmbeddedS3 s3 = new EmbeddedS3(storage, InstantSource.system());
            db.createTable(table());
            s3.createBucket(r -> r.bucket("data"));
            for (int i = 0; ; i++) {
                Map<String, AttributeValue> left = item("left" + i, i);
                Map<String, AttributeValue> right = item("right" + i, i);
                db.transactWriteItems(r -> r.transactItems(put(left), put(right)));
                String key = "k" + i;
                s3.putObject(r -> r.bucket("data").key(key), RequestBody.fromString(key));
                System.out.println(i);
            }
        }

        private static TransactWriteItem put(Map<String, AttributeValue> item) {
            return TransactWriteItem.builder()
                    .put(p -> p.tableName("things").item(item))
                    .build();
        }
    }

    private static CreateTableRequest table() {
        return CreateTableRequest.builder()
                .tableName("things")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                        a -> a.attributeName("n").attributeType(ScalarAttributeType.N))
                .keySchema(k -> k.attributeName("pk").keyType(KeyType.HASH))
                .globalSecondaryIndexes(g -> g.indexName("by-n")
                        .keySchema(k -> k.attributeName("n").keyType(KeyType.HASH))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY)))
                .build();
    }

    private static Map<String, AttributeValue> item(String pk, int n) {
        return Map.of("pk", AttributeValue.fromS(pk), "n", AttributeValue.fromN(Integer.toString(n)));
    }

    private static int writeUntilKilled(Path file, Storage.Sync sync) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString(),
                        sync.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = -1;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Integer.parseInt(line);
                if (last == ACKNOWLEDGED) {
                    process.toHandle().destroyForcibly(); // Destroying the Process object would also close the stream.
                }
            }
        }
        process.onExit().join();
        assertThat(last).isGreaterThanOrEqualTo(ACKNOWLEDGED);
        return last;
    }

    @ParameterizedTest
    @EnumSource(
            value = Storage.Sync.class,
            names = {"WRITTEN", "FORCED"})
    void whatWasAcknowledgedIsThereAfterTheProcessWasKilled(Storage.Sync sync) throws IOException {
        Path file = folder.resolve("cloud.mv");
        int last = writeUntilKilled(file, sync);
        try (Storage storage = Storage.file(file, sync)) {
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(storage, InstantSource.system());
            EmbeddedS3 s3 = new EmbeddedS3(storage, InstantSource.system());
            for (int i = 0; i <= last; i++) {
                assertThat(indexed(db, i)).isEqualTo(2);
                String key = "k" + i;
                assertThat(s3.getObjectAsBytes(r -> r.bucket("data").key(key)).asUtf8String())
                        .isEqualTo(key);
            }
            assertWhole(db);
        }
    }

    @Test
    void aBatchedFileThatWasKilledHasNoHalfTransactions() throws IOException {
        Path file = folder.resolve("cloud.mv");
        writeUntilKilled(file, Storage.Sync.BATCHED);
        try (Storage storage = Storage.file(file, Storage.Sync.BATCHED)) {
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(storage, InstantSource.system());
            if (!db.listTables().tableNames().isEmpty()) {
                assertWhole(db);
            }
        }
    }

    /** Checks that both items of each transaction exist, or none, in the table and in its index. */
    private static void assertWhole(EmbeddedDynamoDb db) {
        Map<String, Long> items = db.scanPaginator(r -> r.tableName("things")).items().stream()
                .map(item -> item.getOrDefault("n", AttributeValue.fromN("-1")).n())
                .collect(java.util.stream.Collectors.groupingBy(n -> n, java.util.stream.Collectors.counting()));
        items.forEach((n, count) -> {
            assertThat(count).as("items of transaction %s", n).isEqualTo(2);
            assertThat(indexed(db, Integer.parseInt(n)))
                    .as("index entries of transaction %s", n)
                    .isEqualTo(2);
        });
    }

    private static int indexed(EmbeddedDynamoDb db, int n) {
        return db.query(r -> r.tableName("things")
                        .indexName("by-n")
                        .keyConditionExpression("n = :n")
                        .expressionAttributeValues(Map.of(":n", AttributeValue.fromN(Integer.toString(n)))))
                .count();
    }

    @ParameterizedTest
    @EnumSource(Storage.Sync.class)
    void everythingIsThereAfterClosing(Storage.Sync sync) {
        Path file = folder.resolve("cloud.mv");
        try (Storage storage = Storage.file(file, sync)) {
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(storage, InstantSource.system());
            db.createTable(table());
            Map<String, AttributeValue> all = Map.of(
                    "pk", AttributeValue.fromS("a"),
                    "l", AttributeValue.fromL(List.of(AttributeValue.fromNul(true), AttributeValue.fromBool(true))),
                    "m", AttributeValue.fromM(Map.of("ü", AttributeValue.fromN("-12.5"))),
                    "ss", AttributeValue.fromSs(List.of("x", "y")),
                    "b", AttributeValue.fromB(software.amazon.awssdk.core.SdkBytes.fromUtf8String("bytes")));
            db.putItem(r -> r.tableName("things").item(all));
        }
        try (Storage storage = Storage.file(file, sync)) {
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(storage, InstantSource.system());
            var item = db.getItem(r -> r.tableName("things").key(Map.of("pk", AttributeValue.fromS("a"))))
                    .item();
            assertThat(item).hasSize(5).containsEntry("ss", AttributeValue.fromSs(List.of("x", "y")));
            assertThat(item.get("m")).isEqualTo(AttributeValue.fromM(Map.of("ü", AttributeValue.fromN("-12.5"))));
            assertThat(db.describeTable(r -> r.tableName("things")).table().globalSecondaryIndexes())
                    .hasSize(1);
        }
    }

    /** A change is read before it is written to the file. The reader must not return before the write is complete. */
    @Test
    @Timeout(60)
    void aChangeThatWasReadIsInTheFile() throws Exception {
        Path file = folder.resolve("cloud.mv");
        Path copy = folder.resolve("copy.mv");
        try (Storage storage = Storage.file(file, Storage.Sync.WRITTEN)) {
            Map<String, Integer> map = storage.restructure(() -> storage.maps().openMap("map"));
            CountDownLatch looking = new CountDownLatch(1);
            CountDownLatch changed = new CountDownLatch(1);
            CountDownLatch seen = new CountDownLatch(1);
            FutureTask<Integer> reader = new FutureTask<>(() -> {
                Integer value = storage.read(() -> {
                    looking.countDown();
                    await(changed);
                    Integer found = map.get("key");
                    seen.countDown();
                    return found;
                });
                Files.copy(file, copy);
                Files.copy(folder.resolve("cloud.mv.seal"), folder.resolve("copy.mv.seal"));
                return value;
            });
            Thread reading = new Thread(reader);
            Thread writing = new Thread(() -> storage.write(() -> {
                map.put("key", 7);
                changed.countDown();
                return 7;
            }));
            storage.read(() -> {
                reading.start();
                await(looking);
                writing.start();
                await(seen);
                Awaitility.await().until(() -> reading.getState() != Thread.State.RUNNABLE);
                return 0;
            });
            assertThat(reader.get()).isEqualTo(7);
            writing.join();
        }
        try (Storage killed = Storage.file(copy, Storage.Sync.WRITTEN)) {
            assertThat(killed.maps().<String, Integer>openMap("map")).containsEntry("key", 7);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneFileIsForOneProcess() throws IOException {
        Path file = folder.resolve("cloud.mv");
        try (Storage storage = Storage.file(file, Storage.Sync.WRITTEN)) {
            assertThat(storage.maps().isClosed()).isFalse();
            assertThatThrownBy(() -> Storage.file(file, Storage.Sync.WRITTEN))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(file.toString());
        }
        Path other = folder.resolve("other.txt");
        Files.writeString(other, "not a storage file".repeat(1000));
        assertThatThrownBy(() -> Storage.file(other, Storage.Sync.WRITTEN)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileThatIsRewrittenAgainAndAgainStaysSmall() throws IOException {
        Path file = folder.resolve("cloud.mv");
        try (Storage storage = Storage.file(file, Storage.Sync.WRITTEN)) {
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(storage, InstantSource.system());
            db.createTable(table());
            for (int i = 0; i < 5000; i++) {
                Map<String, AttributeValue> item = item("hot" + i % 100, i % 7);
                db.putItem(r -> r.tableName("things").item(item));
            }
            assertThat(Files.size(file)).isLessThan(16 << 20);
        }
    }
}
