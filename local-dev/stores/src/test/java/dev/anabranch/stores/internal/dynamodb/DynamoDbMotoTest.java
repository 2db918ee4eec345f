package dev.anabranch.stores.internal.dynamodb;

import static dev.anabranch.stores.internal.dynamodb.Tables.NAME;
import static dev.anabranch.stores.internal.dynamodb.Tables.n;
import static dev.anabranch.stores.internal.dynamodb.Tables.s;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.python.MotoServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Compares the results of random operations with those of moto, an independent implementation. */
@NeedsPublicPackages
class DynamoDbMotoTest {

    /** The default can be replaced with {@code -Danabranch.seed=...}. */
    private static final long SEED = Long.getLong("anabranch.seed", 20_260_504);

    private static final int OPERATIONS = Integer.getInteger("anabranch.operations", 500);

    private static Optional<MotoServer> moto = Optional.empty();

    private final RandomExpressions random = new RandomExpressions(new Random(SEED));

    /**
     * A random request.
     *
     * @param request the request, for messages
     * @param writes the keys of the items that the request may change
     */
    private record Operation(
            Object request, List<Map<String, AttributeValue>> writes, Function<DynamoDbClient, String> call) {

        Operation(Object request, Function<DynamoDbClient, String> call) {
            this(request, List.of(), call);
        }
    }

    @BeforeAll
    static void startMoto() {
        moto = Optional.of(MotoServer.start());
    }

    @AfterAll
    static void stopMoto() {
        moto.ifPresent(MotoServer::close);
    }

    @Test
    void returnsTheSameResultsAsMoto() {
        System.out.println("DynamoDB against moto: " + OPERATIONS + " operations, seed " + SEED);
        try (DynamoDbClient theirs = client();
                EmbeddedDynamoDb ours = new EmbeddedDynamoDb(Storage.inMemory(), InstantSource.fixed(Instant.EPOCH))) {
            Tables.create(theirs);
            Tables.create(ours);
            int opinions = 0;
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < OPERATIONS; i++) {
                Operation operation = next();
                String our = Answers.of(() -> operation.call().apply(ours));
                String their = Answers.of(() -> operation.call().apply(theirs));
                boolean crashed = hasNoOpinion(operation, their);
                if (!crashed) {
                    opinions++;
                    if (!our.equals(their)) {
                        differences.add("#" + i + " " + operation.request() + "\n ours " + our + "\n moto " + their);
                    }
                }
                if (crashed || !our.equals(their) || our.equals("ValidationException")) {
                    // Unlike AWS, moto partially applies an update whose second action fails.
                    operation.writes().forEach(key -> align(ours, theirs, key));
                }
            }
            assertThat(differences).as("seed %s", SEED).isEmpty();
            assertThat(opinions).as("operations without a known bug of moto").isGreaterThan(OPERATIONS * 3 / 4);
        }
    }

    /**
     * Returns true if moto's response is a known bug: it fails with 500 for mismatched types, and it rejects the size
     * of a missing attribute, which on AWS does not match.
     */
    private static boolean hasNoOpinion(Operation operation, String answer) {
        return answer.equals(Answers.CRASH)
                || answer.contains("ValueError")
                || answer.contains("TypeError")
                || (answer.equals("ValidationException")
                        && operation.request().toString().contains("size("));
    }

    private static void align(DynamoDbClient from, DynamoDbClient to, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item =
                from.getItem(r -> r.tableName(NAME).key(key)).item();
        if (item.isEmpty()) {
            to.deleteItem(r -> r.tableName(NAME).key(key));
        } else {
            to.putItem(r -> r.tableName(NAME).item(item));
        }
    }

    private static DynamoDbClient client() {
        return DynamoDbClient.builder()
                .endpointOverride(moto.orElseThrow().endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
                .build();
    }

    private Operation next() {
        random.begin();
        return switch (random.any(Arrays.asList(0, 0, 1, 1, 1, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9))) {
            case 0 -> put();
            case 1 -> update();
            case 2 -> delete();
            case 3 -> get();
            case 4 -> query();
            case 5 -> queryIndex();
            case 6 -> scan();
            case 7 -> batchWrite();
            case 8 -> batchGet();
            default -> transaction();
        };
    }

    private Operation put() {
        Map<String, AttributeValue> item = random.item();
        String condition = random.chance(50) ? random.condition(2) : null;
        var request = software.amazon.awssdk.services.dynamodb.model.PutItemRequest.builder()
                .tableName(NAME)
                .item(item)
                .conditionExpression(condition)
                .expressionAttributeNames(orNull(random.names()))
                .expressionAttributeValues(orNull(random.values()))
                .returnValues(random.any(List.of(ReturnValue.NONE, ReturnValue.ALL_OLD)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return new Operation(
                request,
                List.of(keyOf(item)),
                c -> Answers.text(c.putItem(request).attributes()));
    }

    private Operation update() {
        UpdateItemRequest.Builder builder = UpdateItemRequest.builder()
                .tableName(NAME)
                .key(random.key())
                .updateExpression(random.update())
                .conditionExpression(random.chance(30) ? random.condition(1) : null);
        UpdateItemRequest request = builder.expressionAttributeNames(orNull(random.names()))
                .expressionAttributeValues(orNull(random.values()))
                .returnValues(random.any(List.of(ReturnValue.NONE, ReturnValue.ALL_OLD, ReturnValue.ALL_NEW)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return new Operation(
                request,
                List.of(request.key()),
                c -> Answers.text(c.updateItem(request).attributes()));
    }

    private Operation delete() {
        Map<String, AttributeValue> key = random.key();
        String condition = random.chance(50) ? random.condition(1) : null;
        var request = software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest.builder()
                .tableName(NAME)
                .key(key)
                .conditionExpression(condition)
                .expressionAttributeNames(orNull(random.names()))
                .expressionAttributeValues(orNull(random.values()))
                .returnValues(ReturnValue.ALL_OLD)
                .build();
        return new Operation(
                request, List.of(key), c -> Answers.text(c.deleteItem(request).attributes()));
    }

    private Operation get() {
        var request = software.amazon.awssdk.services.dynamodb.model.GetItemRequest.builder()
                .tableName(NAME)
                .key(random.key())
                .projectionExpression(random.chance(50) ? random.projection() : null)
                .build();
        return new Operation(request, c -> Answers.text(c.getItem(request).item()));
    }

    private Operation query() {
        String condition = "pk = " + random.bind(s(random.any(List.of("p", "q"))))
                + random.any(List.of(
                        "",
                        " AND sk = " + "LOW",
                        " AND sk >= " + "LOW",
                        " AND sk < " + "LOW",
                        " AND sk BETWEEN " + "LOW AND HIGH"));
        if (condition.contains("LOW")) {
            condition = condition.replace("LOW", random.bind(n(0)));
        }
        if (condition.contains("HIGH")) {
            condition = condition.replace("HIGH", random.bind(n(2)));
        }
        return pages(QueryRequest.builder().tableName(NAME).keyConditionExpression(condition));
    }

    private Operation queryIndex() {
        return pages(QueryRequest.builder()
                .tableName(NAME)
                .indexName(Tables.SPARSE_INDEX)
                .keyConditionExpression("own = " + random.bind(s("a")) + " AND rnk > " + random.bind(n(-1))));
    }

    /**
     * Reads all pages, since page boundaries differ: at a limit, AWS always returns a last key, moto only if more items
     * exist.
     */
    private Operation pages(QueryRequest.Builder builder) {
        boolean index = builder.build().indexName() != null;
        QueryRequest request = builder.filterExpression(!index && random.chance(50) ? random.condition(1) : null)
                .expressionAttributeNames(orNull(random.names()))
                .expressionAttributeValues(orNull(random.values()))
                .scanIndexForward(random.chance(70))
                .limit(random.any(List.of(1, 2, 100)))
                .build();
        return new Operation(request, c -> {
            var items = c.queryPaginator(request).items().stream().toList();
            return index ? Answers.inAnyOrder(items) : Answers.inOrder(items);
        });
    }

    private Operation scan() {
        String filter = random.chance(70) ? random.condition(2) : null;
        ScanRequest request = ScanRequest.builder()
                .tableName(NAME)
                .filterExpression(filter)
                .expressionAttributeNames(orNull(random.names()))
                .expressionAttributeValues(orNull(random.values()))
                .limit(random.any(List.of(2, 100)))
                .build();
        return new Operation(
                request,
                c -> Answers.inAnyOrder(
                        c.scanPaginator(request).items().stream().toList()));
    }

    private Operation batchWrite() {
        List<WriteRequest> writes = new ArrayList<>();
        for (Map<String, AttributeValue> item : twoItems()) {
            writes.add(
                    random.chance(70)
                            ? WriteRequest.builder()
                                    .putRequest(p -> p.item(item))
                                    .build()
                            : WriteRequest.builder()
                                    .deleteRequest(d -> d.key(keyOf(item)))
                                    .build());
        }
        return new Operation(writes, c -> c.batchWriteItem(r -> r.requestItems(Map.of(NAME, writes)))
                .unprocessedItems()
                .toString());
    }

    /** Returns items with different keys, since moto accepts a batch that writes one item twice, which AWS rejects. */
    private List<Map<String, AttributeValue>> twoItems() {
        Map<String, AttributeValue> one = random.item();
        Map<String, AttributeValue> two = random.item();
        while (keyOf(one).equals(keyOf(two))) {
            two = random.item();
        }
        return List.of(one, two);
    }

    private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return Map.of("pk", AttributeValues.in(item, "pk"), "sk", AttributeValues.in(item, "sk"));
    }

    private Operation batchGet() {
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(List.of(random.key(), random.key()))
                .build();
        return new Operation(
                keys,
                c -> Answers.inAnyOrder(c.batchGetItem(r -> r.requestItems(Map.of(NAME, keys)))
                        .responses()
                        .getOrDefault(NAME, List.of())));
    }

    private Operation transaction() {
        List<TransactWriteItem> actions = new ArrayList<>();
        List<Map<String, AttributeValue>> items = twoItems();
        items.forEach(item -> actions.add(action(item)));
        return new Operation(
                actions, items.stream().map(DynamoDbMotoTest::keyOf).toList(), c -> {
                    c.transactWriteItems(r -> r.transactItems(actions));
                    return "done";
                });
    }

    private TransactWriteItem action(Map<String, AttributeValue> item) {
        random.begin();
        int kind = random.any(List.of(0, 1, 2, 3));
        Map<String, AttributeValue> key = keyOf(item);
        String update = kind == 1 ? "SET num = " + random.bind(random.number()) : "";
        String condition = kind == 3 || random.chance(50) ? random.condition(1) : null;
        Map<String, String> names = orNull(random.names());
        Map<String, AttributeValue> values = orNull(random.values());
        return switch (kind) {
            case 0 ->
                TransactWriteItem.builder()
                        .put(p -> p.tableName(NAME)
                                .item(item)
                                .conditionExpression(condition)
                                .expressionAttributeNames(names)
                                .expressionAttributeValues(values))
                        .build();
            case 1 ->
                TransactWriteItem.builder()
                        .update(u -> u.tableName(NAME)
                                .key(key)
                                .updateExpression(update)
                                .conditionExpression(condition)
                                .expressionAttributeNames(names)
                                .expressionAttributeValues(values))
                        .build();
            case 2 ->
                TransactWriteItem.builder()
                        .delete(d -> d.tableName(NAME)
                                .key(key)
                                .conditionExpression(condition)
                                .expressionAttributeNames(names)
                                .expressionAttributeValues(values))
                        .build();
            default ->
                TransactWriteItem.builder()
                        .conditionCheck(k -> k.tableName(NAME)
                                .key(key)
                                .conditionExpression(condition)
                                .expressionAttributeNames(names)
                                .expressionAttributeValues(values))
                        .build();
        };
    }

    private static <V> @Nullable Map<String, V> orNull(Map<String, V> map) {
        return map.isEmpty() ? null : map;
    }
}
