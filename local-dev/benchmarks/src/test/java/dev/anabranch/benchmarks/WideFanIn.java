package dev.anabranch.benchmarks;

import dev.anabranch.runs.internal.store.TableSchema;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.http.CloudEndpoint;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A reducer that reads the results of a wide fan-out in order, in a JVM with a small heap, with the runtime of
 * functions and the SDK's client. The records are in an embedded DynamoDB with a file, which this process serves over
 * HTTP.
 */
public final class WideFanIn {

    private static final String TABLE = "records";
    private static final String RUN = "wide-20260101-000000-000";
    private static final String NODE = "measure";
    private static final int READERS = 8;

    private WideFanIn() {}

    /**
     * Arguments: the number of results (1,000,000), the bytes of each (200), and the heap of the reader in MB (128).
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int bytes = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        int heap = args.length > 2 ? Integer.parseInt(args[2]) : 128;
        Path folder = Files.createTempDirectory("anabranch-wide-");
        try {
            System.out.println(read(folder, count, bytes, heap));
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /**
     * Writes the records and starts another JVM that reads them.
     *
     * @return the report of the reader
     * @throws IllegalStateException if the reader fails
     */
    static String read(Path folder, int count, int bytes, int heapMegabytes) throws IOException, InterruptedException {
        try (Storage storage = Storage.file(folder.resolve("records.mv"), Storage.Sync.BATCHED)) {
            EmbeddedDynamoDb client = new EmbeddedDynamoDb(storage, Clock.systemUTC());
            write(client, count, bytes);
            try (CloudEndpoint endpoint =
                    CloudEndpoint.builder().dynamoDb(client).start()) {
                return read(endpoint.uri(), folder, count, bytes, heapMegabytes);
            }
        }
    }

    private static String read(URI endpoint, Path folder, int count, int bytes, int heapMegabytes)
            throws IOException, InterruptedException {
        Path said = folder.resolve("reader.txt");
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMegabytes + "m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        endpoint.toString(),
                        Integer.toString(count),
                        Integer.toString(bytes))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int status = reader.waitFor();
        String text = Files.readString(said).strip();
        if (status != 0) {
            throw new IllegalStateException("The reader ended with status " + status + ":\n" + text);
        }
        return text;
    }

    private static void write(DynamoDbClient client, int count, int bytes) {
        client.createTable(TableSchema.create(TABLE));
        DynamoDbActionStore actions = new DynamoDbActionStore(client, TABLE, DynamoDbActionStore.RETENTION);
        RecordedAttempt attempt = new RecordedAttempt(1, Instant.parse("2026-01-01T00:00:00Z"), "log");
        for (int i = 0; i < count; i++) {
            RecordKey key = RecordKey.of(RUN, NODE, List.of((long) i));
            actions.claim(key, attempt);
            actions.succeed(key, attempt, attempt.began(), new StoredResult.Inline("\"" + result(i, bytes - 2) + "\""));
        }
    }

    private static String result(int index, int length) {
        String number = Integer.toString(index);
        return number + "x".repeat(length - number.length());
    }

    /** The main class of the other JVM. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] args) throws Exception {
            int count = Integer.parseInt(args[1]);
            long begun = System.nanoTime();
            byte[] answer;
            ExecutorService threads = Executors.newFixedThreadPool(READERS);
            try (DynamoDbClient client = client(URI.create(args[0]))) {
                answer = ActionRunner.of(new CheckOrder(), host(client, threads))
                        .handle(reduction(count), new Delivery(Instant.MAX, "log"));
            } finally {
                threads.shutdownNow();
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            String text = new String(answer, StandardCharsets.UTF_8);
            if (!text.equals("{\"v\":" + count + "}")) {
                throw new IllegalStateException("The reducer answered " + text);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d results of %s bytes in order in %,d ms; at most %,d KB in use after a full collection, of a heap of %,d KB%n",
                    count,
                    args[2],
                    millis,
                    CheckOrder.used / 1024,
                    Runtime.getRuntime().maxMemory() / 1024);
        }

        private static DynamoDbClient client(URI endpoint) {
            return DynamoDbClient.builder()
                    .endpointOverride(endpoint)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
                    .httpClient(UrlConnectionHttpClient.create())
                    .build();
        }

        private static ActionHost host(DynamoDbClient client, ExecutorService threads) {
            return ActionHost.builder()
                    .actions(new DynamoDbActionStore(client, TABLE, DynamoDbActionStore.RETENTION))
                    .payloads((PayloadStore) Proxy.newProxyInstance(
                            WideFanIn.class.getClassLoader(),
                            new Class<?>[] {PayloadStore.class},
                            (proxy, method, arguments) -> {
                                throw new UnsupportedOperationException(method.getName());
                            }))
                    .clock(Clock.systemUTC())
                    .executor(threads)
                    .log(line -> System.out.println(line.message()))
                    .scratch(Path.of(System.getProperty("java.io.tmpdir")))
                    .build();
        }

        private static byte[] reduction(int count) {
            return new Invocation(
                            new RunRef(RUN),
                            "wide",
                            "check order",
                            List.of(),
                            Instant.parse("2026-01-01T00:00:00Z"),
                            0,
                            3_600,
                            new Wire.Results(NODE, List.of(), count, Wire.Failures.NONE, false),
                            new Reply.Single(4_096))
                    .toJson()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * The reducer: counts the results that arrive in the right order, and measures the heap in use when half of them and
     * all of them have been read. Other collections say less: after one of the young generation, the old one has garbage.
     */
    public static final class CheckOrder implements Task<Results<String>, Integer> {

        private static long used;

        @Override
        public Integer run(Results<String> results, TaskContext context) {
            int next = 0;
            for (String result : results) {
                if (!result.equals(result(next, result.length()))) {
                    throw new IllegalStateException("Instead of result " + next + " came " + result);
                }
                next++;
                if (next == results.size() / 2 || next == results.size()) {
                    System.gc();
                    // What the other threads allocate meanwhile does not count.
                    long now = ManagementFactory.getMemoryPoolMXBeans().stream()
                            .filter(pool -> pool.getType() == MemoryType.HEAP)
                            .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                            .sum();
                    used = Math.max(used, now);
                }
            }
            return next;
        }
    }
}
