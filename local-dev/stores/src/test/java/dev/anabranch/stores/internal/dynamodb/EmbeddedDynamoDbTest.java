package dev.anabranch.stores.internal.dynamodb;

import static dev.anabranch.stores.internal.dynamodb.Tables.NAME;
import static dev.anabranch.stores.internal.dynamodb.Tables.item;
import static dev.anabranch.stores.internal.dynamodb.Tables.key;
import static dev.anabranch.stores.internal.dynamodb.Tables.n;
import static dev.anabranch.stores.internal.dynamodb.Tables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.stores.internal.storage.StoreMeter;
import dev.anabranch.stores.internal.storage.SupportedOperations;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

@SuppressWarnings("unchecked") // the SDK takes generic varargs
class EmbeddedDynamoDbTest {

    private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

    private final Storage storage = Storage.inMemory();
    private final EmbeddedDynamoDb db = new EmbeddedDynamoDb(storage, InstantSource.fixed(NOW));

    @BeforeEach
    void createTable() {
        Tables.create(db);
    }

    private void put(Map<String, AttributeValue> item) {
        db.putItem(r -> r.tableName(NAME).item(item));
    }

    private Map<String, AttributeValue> get(String pk, long sk) {
        return db.getItem(r -> r.tableName(NAME).key(key(pk, sk))).item();
    }

    private static UpdateItemRequest.Builder update(String pk, long sk, String expression) {
        return UpdateItemRequest.builder().tableName(NAME).key(key(pk, sk)).updateExpression(expression);
    }

    @Test
    void createdTableIsActiveImmediately() {
        var table = db.describeTable(r -> r.tableName(NAME)).table();
        assertThat(table.tableStatusAsString()).isEqualTo("ACTIVE");
        assertThat(table.creationDateTime()).isEqualTo(NOW);
        assertThat(table.globalSecondaryIndexes()).hasSize(1);
        assertThat(db.waiter()
                        .waitUntilTableExists(r -> r.tableName(NAME))
                        .matched()
                        .response())
                .isPresent();
        assertThat(db.listTables().tableNames()).containsExactly(NAME);
        assertThatThrownBy(() -> Tables.create(db)).isInstanceOf(ResourceInUseException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#a = a | =",
                "a <> #a | <>",
                "#a < #b | <",
                "a BETWEEN :one AND #b | BETWEEN",
                "#a BETWEEN a AND :one | BETWEEN",
                "a IN (:one, #a) | IN",
                "contains(#a, a) | contains",
                "begins_with(a, #b) | begins_with",
            })
    void refusesToCompareAnAttributeWithItselfUnderAnotherName(String condition, String operator) {
        Map<String, String> names = new HashMap<>(Map.of("#a", "a", "#b", "a"));
        names.keySet().removeIf(name -> !condition.contains(name));
        Map<String, AttributeValue> values = condition.contains(":one") ? Map.of(":one", n(1)) : Map.of();
        assertThatThrownBy(() -> db.putItem(r -> r.tableName(NAME)
                        .item(item("a", 1))
                        .conditionExpression(condition)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)))
                .hasMessageContaining("Invalid ConditionExpression: The first operand must be distinct from the"
                        + " remaining operands for this operator or function; operator: " + operator
                        + ", first operand: [a]");
    }

    @Test
    void comparesAttributesWithDifferentNames() {
        db.putItem(r -> r.tableName(NAME).item(item("a", 1, "a", n(1), "b", n(1))));
        db.putItem(r -> r.tableName(NAME)
                .item(item("a", 1))
                .conditionExpression("#x = b")
                .expressionAttributeNames(Map.of("#x", "a")));
        assertThat(get("a", 1)).doesNotContainKey("b");
    }

    @Test
    void recreatedTableIsEmpty() {
        put(item("a", 1));
        db.deleteTable(r -> r.tableName(NAME));
        assertThatThrownBy(() -> get("a", 1)).isInstanceOf(ResourceNotFoundException.class);
        Tables.create(db);
        assertThat(get("a", 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v > :low | text | 1 | Incorrect operand type for operator or function; operator or function: +",
                "v > :low | 1 | true | Incorrect operand type for operator or function; operator: >",
                "v BETWEEN :add AND :low | 9 | 1 | The BETWEEN operator requires upper bound to be greater than",
                "attribute_type(v, :low) | 1 | X | Invalid attribute type name found; type: X",
                "v < :other | 1 | 1 | An expression attribute value used in expression is not defined",
                "v < :add | 1 | 1 | Value provided in ExpressionAttributeValues unused in expressions: keys: {:low}",
            })
    void checksExpressionsForTheValuesOfEachRequest(String condition, String add, String low, String message) {
        put(item("a", 1, "v", n(5)));
        String valid = condition.startsWith("attribute_type")
                ? "N"
                : condition.startsWith("v <") || condition.startsWith("v >") ? "2" : "7";
        String before = condition.startsWith("v <") ? "v > :low" : condition;
        for (int i = 0; i < 2; i++) {
            put(item("a", 1, "v", n(5)));
            db.updateItem(update("a", 1, "SET v = v + :add")
                    .conditionExpression(before)
                    .expressionAttributeValues(Map.of(":add", n(1), ":low", valid.equals("N") ? s("N") : n(valid)))
                    .build());
            assertThat(get("a", 1)).containsEntry("v", n(6));
        }
        assertThatThrownBy(() -> db.updateItem(update("a", 1, "SET v = v + :add")
                        .conditionExpression(condition)
                        .expressionAttributeValues(Map.of(":add", value(add), ":low", value(low)))
                        .build()))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining(message);
    }

    private static AttributeValue value(String text) {
        return text.equals("true")
                ? AttributeValue.fromBool(true)
                : text.chars().allMatch(Character::isDigit) ? n(text) : s(text);
    }

    @Test
    void checksExpressionsForTheKeyOfEachTable() {
        db.createTable(Tables.definition("others").toBuilder()
                .attributeDefinitions(a -> a.attributeName("v").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("v").keyType(KeyType.HASH))
                .globalSecondaryIndexes(List.of())
                .build());
        for (int i = 0; i < 2; i++) {
            db.updateItem(update("a", 1, "SET v = :v")
                    .expressionAttributeValues(Map.of(":v", s("x")))
                    .build());
        }
        assertThatThrownBy(() -> db.updateItem(r -> r.tableName("others")
                        .key(Map.of("v", s("a")))
                        .updateExpression("SET v = :v")
                        .expressionAttributeValues(Map.of(":v", s("x")))))
                .hasMessageContaining("Cannot update attribute v. This attribute is part of the key");
    }

    @Test
    void addsNumbersOfAllSizes() {
        put(item("a", 1, "v", n("999999999999999999")));
        UpdateItemRequest.Builder add = update("a", 1, "ADD v :v");
        db.updateItem(add.expressionAttributeValues(Map.of(":v", n("999999999999999999")))
                .build());
        assertThat(get("a", 1)).containsEntry("v", n("1999999999999999998"));
        db.updateItem(add.expressionAttributeValues(Map.of(":v", n("98000000000000000002")))
                .build());
        assertThat(get("a", 1)).containsEntry("v", n("100000000000000000000"));
        db.updateItem(add.expressionAttributeValues(Map.of(":v", n("-99999999999999999999.50")))
                .build());
        assertThat(get("a", 1)).containsEntry("v", n("0.5"));
    }

    @Test
    void storesNumbersInNormalForm() {
        put(item("a", 1, "n", n("0012.500"), "big", n("1E3"), "z", n("-0.0")));
        assertThat(get("a", 1))
                .containsEntry("n", n("12.5"))
                .containsEntry("big", n("1000"))
                .containsEntry("z", n("0"));
    }

    @Test
    void failedConditionReturnsCurrentItem() {
        put(item("a", 1, "v", n(7)));
        var refusal = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> db.putItem(r -> r.tableName(NAME)
                        .item(item("a", 1))
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertThat(refusal.item()).containsEntry("v", n(7));
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ConditionalCheckFailedException");
        assertThat(refusal.statusCode()).isEqualTo(400);
    }

    @Test
    void updateOperandsReadItemBeforeUpdate() {
        put(item("a", 1, "x", n(1), "y", n(2)));
        var response = db.updateItem(update("a", 1, "SET x = y, y = x + :one, z = if_not_exists(z, :one)")
                .expressionAttributeValues(Map.of(":one", n(1)))
                .returnValues(ReturnValue.UPDATED_NEW)
                .build());
        assertThat(response.attributes()).isEqualTo(Map.of("x", n(2), "y", n(2), "z", n(1)));
    }

    @Test
    void setsAndRemovesNestedValues() {
        put(item(
                "a", 1, "m", AttributeValue.fromM(Map.of("l", AttributeValue.fromL(List.of(n(0), n(1), n(2), n(3)))))));
        db.updateItem(update("a", 1, "SET m.l[9] = :v, m.#k = :v REMOVE m.l[1], m.l[2]")
                .expressionAttributeNames(Map.of("#k", "k.with.dots"))
                .expressionAttributeValues(Map.of(":v", s("new")))
                .build());
        assertThat(AttributeValues.in(get("a", 1), "m").m())
                .containsEntry("l", AttributeValue.fromL(List.of(n(0), n(3), s("new"))))
                .containsEntry("k.with.dots", s("new"));
    }

    @Test
    void removesListElementsThroughNameAndPlaceholder() {
        put(item("a", 1, "lst", AttributeValue.fromL(List.of(n(0), n(1), n(2)))));
        db.updateItem(update("a", 1, "REMOVE #a[1], lst[0]")
                .expressionAttributeNames(Map.of("#a", "lst"))
                .build());
        assertThat(get("a", 1)).isEqualTo(item("a", 1, "lst", AttributeValue.fromL(List.of(n(2)))));
    }

    @Test
    void appendsInIndexOrderThroughNameAndPlaceholder() {
        put(item("a", 1, "lst", AttributeValue.fromL(List.of(n(0)))));
        db.updateItem(update("a", 1, "SET #a[9] = :late, lst[8] = :early")
                .expressionAttributeNames(Map.of("#a", "lst"))
                .expressionAttributeValues(Map.of(":late", n(9), ":early", n(8)))
                .build());
        assertThat(get("a", 1)).isEqualTo(item("a", 1, "lst", AttributeValue.fromL(List.of(n(0), n(8), n(9)))));
    }

    @Test
    void deletingLastElementRemovesSet() {
        db.updateItem(update("a", 1, "ADD tags :t, hits :one")
                .expressionAttributeValues(Map.of(":t", AttributeValue.fromSs(List.of("x", "y")), ":one", n(1)))
                .build());
        db.updateItem(update("a", 1, "DELETE tags :t")
                .expressionAttributeValues(Map.of(":t", AttributeValue.fromSs(List.of("y", "x", "z"))))
                .build());
        assertThat(get("a", 1)).isEqualTo(item("a", 1, "hits", n(1)));
    }

    @Test
    void rejectsInvalidExpressionsWithMessagesOfAws() {
        record Case(UpdateItemRequest.Builder request, String message) {}
        List<Case> cases = List.of(
                new Case(
                        update("a", 1, "SET x = :v"),
                        "Invalid UpdateExpression: An expression attribute value used in expression is not defined;"
                                + " attribute value: :v"),
                new Case(
                        update("a", 1, "REMOVE #x"),
                        "Invalid UpdateExpression: An expression attribute name used in the document path is not defined;"
                                + " attribute name: #x"),
                new Case(
                        update("a", 1, "REMOVE x").expressionAttributeValues(Map.of(":v", n(1))),
                        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"),
                new Case(
                        update("a", 1, "REMOVE status"),
                        "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status"),
                new Case(
                        update("a", 1, "SET pk = :v").expressionAttributeValues(Map.of(":v", s("b"))),
                        "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of"
                                + " the key"),
                new Case(
                        update("a", 1, "SET x.y = :v, x = :v").expressionAttributeValues(Map.of(":v", s("b"))),
                        "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one"
                                + " of these paths; path one: [x, y], path two: [x]"),
                new Case(
                        update("a", 1, "SET x = y + :v").expressionAttributeValues(Map.of(":v", n(1))),
                        "The provided expression refers to an attribute that does not exist in the item"),
                new Case(
                        update("a", 1, "SET x.y = :v").expressionAttributeValues(Map.of(":v", n(1))),
                        "The document path provided in the update expression is invalid for update"),
                new Case(
                        update("a", 1, "SET x = :v SET y = :v").expressionAttributeValues(Map.of(":v", n(1))),
                        "Invalid UpdateExpression: The \"SET\" section can only be used once in an update expression;"),
                new Case(
                        update("a", 1, "REMOVE a b"),
                        "Invalid UpdateExpression: Syntax error; token: \"b\", near: \"a b\""));
        for (Case one : cases) {
            assertThatThrownBy(() -> db.updateItem(one.request().build()))
                    .isInstanceOfSatisfying(DynamoDbException.class, e -> {
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                        assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(one.message());
                    });
        }
    }

    @Test
    void namesUnsupportedParametersAndOperations() {
        assertThatThrownBy(() -> db.query(r -> r.tableName(NAME).attributesToGet("a")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("AttributesToGet of Query")
                .hasMessageContaining("ProjectionExpression");
        assertThatThrownBy(() -> SupportedOperations.of(DynamoDbClient.class, db, "DynamoDB")
                        .executeStatement(r -> r.statement("SELECT 1")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("does not support ExecuteStatement")
                .hasMessageContaining("UpdateItem");
    }

    @Test
    void rejectsKeysWithValuesOfSeveralTypesOrNone() {
        for (AttributeValue sort : List.of(
                AttributeValue.builder().s("a").n("1").build(),
                AttributeValue.builder().build())) {
            Map<String, AttributeValue> key = Map.of("pk", s("a"), "sk", sort);
            assertThatThrownBy(() -> db.getItem(r -> r.tableName(NAME).key(key)))
                    .hasMessageContaining("must contain exactly one of the supported datatypes");
            assertThatThrownBy(() -> db.deleteItem(r -> r.tableName(NAME).key(key)))
                    .hasMessageContaining("must contain exactly one of the supported datatypes");
            assertThatThrownBy(() -> db.updateItem(r -> r.tableName(NAME).key(key)))
                    .hasMessageContaining("must contain exactly one of the supported datatypes");
        }
    }

    @Test
    void rejectsOversizedAndMistypedItemsAndKeys() {
        assertThatThrownBy(() -> put(item("a", 1, "v", s("x".repeat(400 * 1024)))))
                .hasMessageContaining("Item size has exceeded the maximum allowed size");
        assertThatThrownBy(() -> put(item("", 1)))
                .hasMessageContaining("cannot contain an empty string value. Key: pk");
        assertThatThrownBy(() -> put(Map.of("pk", s("a"), "sk", s("1"))))
                .hasMessageContaining("Type mismatch for key sk expected: N actual: S");
        assertThatThrownBy(() -> put(item("a", 1, "own", n(1))))
                .hasMessageContaining("Type mismatch for Index Key own Expected: S Actual: N IndexName: by-owner");
        assertThatThrownBy(() -> db.getItem(r -> r.tableName(NAME).key(Map.of("pk", s("a")))))
                .hasMessageContaining("The provided key element does not match the schema");
        assertThatThrownBy(() -> put(item("a", 1, "v", n("1".repeat(39)))))
                .hasMessageContaining("more than 38 significant digits");
    }

    @Test
    void queriesRangeOfSortKeysInNumericOrder() {
        for (long sk : new long[] {-10, -9, 0, 2, 10, 100}) {
            put(item("a", sk));
        }
        put(item("b", 5));
        assertThat(sortKeys("pk = :p", Map.of(":p", s("a")), true)).containsExactly("-10", "-9", "0", "2", "10", "100");
        assertThat(sortKeys("pk = :p AND sk BETWEEN :l AND :h", Map.of(":p", s("a"), ":l", n(-9), ":h", n(10)), false))
                .containsExactly("10", "2", "0", "-9");
        assertThat(sortKeys("sk > :l AND pk = :p", Map.of(":p", s("a"), ":l", n(2)), true))
                .containsExactly("10", "100");
        assertThat(sortKeys("pk = :p AND sk < :l", Map.of(":p", s("a"), ":l", n(0)), false))
                .containsExactly("-9", "-10");
    }

    private List<String> sortKeys(String condition, Map<String, AttributeValue> values, boolean forward) {
        List<String> keys = new ArrayList<>();
        QueryRequest request = QueryRequest.builder()
                .tableName(NAME)
                .keyConditionExpression(condition)
                .expressionAttributeValues(values)
                .scanIndexForward(forward)
                .limit(2)
                .build();
        db.queryPaginator(request)
                .items()
                .forEach(item -> keys.add(AttributeValues.in(item, "sk").n()));
        return keys;
    }

    @Test
    void pageEndsAtOneMegabyte() {
        for (int i = 0; i < 5; i++) {
            put(item("a", i, "v", s("x".repeat(300_000))));
        }
        var page = db.query(r -> r.tableName(NAME)
                .keyConditionExpression("pk = :p")
                .expressionAttributeValues(Map.of(":p", s("a")))
                .select(Select.COUNT)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        assertThat(page.count()).isEqualTo(4);
        assertThat(page.hasItems()).isFalse();
        assertThat(page.lastEvaluatedKey()).isEqualTo(key("a", 3));
        assertThat(page.consumedCapacity().capacityUnits()).isEqualTo(146.5);
    }

    @Test
    void sparseIndexOmitsItemsWithoutItsKeys() {
        put(item("a", 1, "own", s("me"), "rnk", n(2)));
        put(item("a", 2, "own", s("me"), "rnk", n(1)));
        put(item("a", 3, "own", s("me")));
        db.updateItem(update("a", 1, "SET rnk = :r")
                .expressionAttributeValues(Map.of(":r", n(0)))
                .build());
        db.updateItem(update("a", 2, "REMOVE own").build());
        var found = db.query(r -> r.tableName(NAME)
                .indexName(Tables.SPARSE_INDEX)
                .keyConditionExpression("own = :o")
                .expressionAttributeValues(Map.of(":o", s("me"))));
        assertThat(found.items()).containsExactly(item("a", 1, "own", s("me"), "rnk", n(0)));
    }

    @Test
    void failedTransactionWritesNothing() {
        put(item("a", 1, "v", n(1)));
        TransactWriteItem check = TransactWriteItem.builder()
                .conditionCheck(c -> c.tableName(NAME)
                        .key(key("a", 1))
                        .conditionExpression("v = :two")
                        .expressionAttributeValues(Map.of(":two", n(2)))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
        TransactWriteItem put = TransactWriteItem.builder()
                .put(p -> p.tableName(NAME).item(item("a", 2)))
                .build();
        var refusal = catchThrowableOfType(
                TransactionCanceledException.class, () -> db.transactWriteItems(r -> r.transactItems(put, check)));
        assertThat(refusal.cancellationReasons()).extracting("code").containsExactly("None", "ConditionalCheckFailed");
        assertThat(refusal.cancellationReasons().get(1).item()).containsEntry("v", n(1));
        assertThat(refusal.awsErrorDetails().errorMessage())
                .isEqualTo("Transaction cancelled, please refer cancellation reasons for specific reasons"
                        + " [None, ConditionalCheckFailed]");
        assertThat(get("a", 2)).isEmpty();
    }

    @Test
    void transactionWithSameTokenIsIdempotent() {
        TransactWriteItemsRequest add = TransactWriteItemsRequest.builder()
                .clientRequestToken("token")
                .transactItems(i -> i.update(u -> u.tableName(NAME)
                        .key(key("a", 1))
                        .updateExpression("ADD v :one")
                        .expressionAttributeValues(Map.of(":one", n(1)))))
                .build();
        db.transactWriteItems(add);
        db.transactWriteItems(add);
        assertThat(get("a", 1)).containsEntry("v", n(1));
        assertThatThrownBy(() -> db.transactWriteItems(add.toBuilder()
                        .transactItems(i -> i.delete(d -> d.tableName(NAME).key(key("a", 1))))
                        .build()))
                .isInstanceOf(IdempotentParameterMismatchException.class);
    }

    @Test
    void metersCapacityUnitsThatAwsBills() {
        List<String> bill = new ArrayList<>();
        StoreMeter meter = new StoreMeter() {
            @Override
            public void dynamoDb(String operation, double readUnits, double writeUnits) {
                bill.add(operation + " " + readUnits + " " + writeUnits);
            }

            @Override
            public void s3(String operation, long bytes) {}
        };
        EmbeddedDynamoDb metered = new EmbeddedDynamoDb(storage, InstantSource.fixed(NOW), meter, StoreFaults.NONE);
        // pk (2+1), sk (2+2) and v (1+1017) are 1 KB and one byte; the index entry consumes the same units.
        metered.putItem(r -> r.tableName(NAME).item(item("a", 1, "v", s("x".repeat(1017)))));
        metered.putItem(r -> r.tableName(NAME).item(item("a", 1, "v", s("x".repeat(1016)))));
        metered.putItem(r -> r.tableName(NAME).item(item("b", 1, "own", s("me"), "rnk", n(1))));
        metered.getItem(r -> r.tableName(NAME).key(key("a", 1)));
        metered.getItem(r -> r.tableName(NAME).key(key("a", 1)).consistentRead(true));
        metered.transactWriteItems(
                r -> r.transactItems(i -> i.put(p -> p.tableName(NAME).item(item("c", 1)))));
        metered.transactGetItems(
                r -> r.transactItems(i -> i.get(g -> g.tableName(NAME).key(key("c", 1)))));
        assertThat(bill)
                .containsExactly(
                        "PutItem 0.0 2.0",
                        "PutItem 0.0 2.0",
                        "PutItem 0.0 2.0",
                        "GetItem 0.5 0.0",
                        "GetItem 1.0 0.0",
                        "TransactWriteItems 0.0 2.0",
                        "TransactGetItems 2.0 0.0");
    }

    @Test
    void faultAfterCallDoesNotUndoWrite() {
        StoreFaults lost = new StoreFaults() {
            @Override
            public void after(Call call) {
                if (call.operation().equals("PutItem")) {
                    throw ProvisionedThroughputExceededException.builder()
                            .message("lost")
                            .build();
                }
            }
        };
        EmbeddedDynamoDb faulty = new EmbeddedDynamoDb(storage, InstantSource.fixed(NOW), StoreMeter.NONE, lost);
        assertThatThrownBy(() -> faulty.putItem(r -> r.tableName(NAME).item(item("a", 1))))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(faulty.getItem(r -> r.tableName(NAME).key(key("a", 1))).item())
                .isEqualTo(item("a", 1));
    }

    @Test
    void keepsExpiredItemsUntilDeleteExpired() {
        db.updateTimeToLive(r ->
                r.tableName(NAME).timeToLiveSpecification(t -> t.enabled(true).attributeName("exp")));
        put(item("a", 1, "exp", n(NOW.getEpochSecond() - 1)));
        put(item("a", 2, "exp", n(NOW.getEpochSecond() + 1)));
        assertThat(get("a", 1)).isNotEmpty();
        assertThat(db.deleteExpired()).isEqualTo(1);
        assertThat(get("a", 1)).isEmpty();
        assertThat(get("a", 2)).isNotEmpty();
    }

    @Test
    void concurrentUpdatesLoseNoIncrement() throws Exception {
        int threads = 8;
        int each = 500;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                done.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        db.updateItem(update("hot", 1, "ADD v :one")
                                .expressionAttributeValues(Map.of(":one", n(1)))
                                .build());
                        int other = i;
                        db.transactWriteItems(r -> r.transactItems(
                                w -> w.update(u -> u.tableName(NAME)
                                        .key(key("left", other % 3))
                                        .updateExpression("ADD v :one")
                                        .expressionAttributeValues(Map.of(":one", n(1)))),
                                w -> w.update(u -> u.tableName(NAME)
                                        .key(key("right", other % 3))
                                        .updateExpression("ADD v :less")
                                        .expressionAttributeValues(Map.of(":less", n(-1))))));
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(get("hot", 1)).containsEntry("v", n(threads * each));
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += Integer.parseInt(AttributeValues.in(get("left", i), "v").n());
            sum += Integer.parseInt(AttributeValues.in(get("right", i), "v").n());
        }
        assertThat(sum).isZero();
    }

    private void check(String condition) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":five", n(5), ":t", s("N")));
        values.keySet().removeIf(name -> !condition.contains(name));
        db.updateItem(update("a", 1, "REMOVE zz")
                .conditionExpression(condition)
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(v = :five)",
                "(v) = (:five)",
                "(v = :five) AND ((v = :five) OR (v) > :five)",
                "((v) = :five AND NOT (v < :five))",
                "(size(t)) = size((t2))",
                "(v) BETWEEN (:five) AND :five",
                "(v) IN ((:five))",
            })
    void conditionsAllowParenthesesAroundOperands(String condition) {
        put(item("a", 1, "v", n(5), "t", s("xy"), "t2", s("zw")));
        check(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "((v = :five)) | The expression has redundant parentheses;",
                "v = :five AND ((v = :five)) | The expression has redundant parentheses;",
                "((v)) = :five | The expression has redundant parentheses;",
                "size(v) | The function is not allowed to be used this way in an expression; function: size",
                "attribute_exists(v) = :five"
                        + " | The function is not allowed to be used this way in an expression; function: attribute_exists",
                "attribute_exists(:five)"
                        + " | Operator or function requires a document path; operator or function: attribute_exists",
                "attribute_exists(v, w) | Incorrect number of operands for operator or function; operator or function:"
                        + " attribute_exists, number of operands: 2",
                "size(size(v)) = :five"
                        + " | Incorrect operand type for operator or function; operator or function: size, operand type: N",
                "attribute_type(v, :five) | Incorrect operand type for operator or function; operator or function:"
                        + " attribute_type, operand type: N",
                "attribute_type(v, w) | Incorrect operand type for operator or function; operator or function:"
                        + " attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}",
            })
    void refusesConditionsThatAwsRefuses(String condition, String message) {
        put(item("a", 1, "v", n(5)));
        assertThatThrownBy(() -> check(condition)).hasMessageContaining("Invalid ConditionExpression: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"((v = :five)", "((v) = :five", "(v = :five AND ((v = :five)"})
    void reportsMissingClosingParenthesisAsSyntaxError(String condition) {
        put(item("a", 1, "v", n(5)));
        assertThatThrownBy(() -> check(condition))
                .hasMessageContaining("Invalid ConditionExpression: Syntax error; token: \"<EOF>\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET v = (v + :v)",
                "SET v = (v) + (:v)",
                "SET v = (if_not_exists(zz, v) + :v)",
                "SET v = (if_not_exists(v, :v)) + :v",
                "SET v = if_not_exists(zz, (:six)), w = :v",
                "SET v = (:six), w = :v",
            })
    void updatesAllowParentheses(String expression) {
        put(item("a", 1, "v", n(5)));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":v", n(1), ":six", n(6)));
        values.keySet().removeIf(name -> !expression.contains(name));
        db.updateItem(
                update("a", 1, expression).expressionAttributeValues(values).build());
        assertThat(get("a", 1)).containsEntry("v", n(6));
    }

    @Test
    void namesTypeOfWrongOperandOfAdd() {
        assertThatThrownBy(() -> db.updateItem(update("a", 1, "ADD v :v")
                        .expressionAttributeValues(Map.of(":v", s("x")))
                        .build()))
                .hasMessageContaining("operator: ADD, operand type: STRING");
    }

    @Test
    void refusesIndexKeysThatAreTooLarge() {
        put(item("a", 1, "own", s("x".repeat(2048)), "rnk", n(1)));
        assertThatThrownBy(() -> put(item("a", 1, "own", s("x".repeat(2049)), "rnk", n(1))))
                .hasMessageContaining("Size of hashkey has exceeded the maximum size limit of2048 bytes");
        assertThat(get("a", 1)).containsEntry("own", s("x".repeat(2048)));
    }

    @Test
    void refusesFilterOnAttributesThatIndexDoesNotProject() {
        db.createTable(Tables.definition("narrow").toBuilder()
                .globalSecondaryIndexes(g -> g.indexName(Tables.SPARSE_INDEX)
                        .keySchema(k -> k.attributeName("own").keyType(KeyType.HASH), k -> k.attributeName("rnk")
                                .keyType(KeyType.RANGE))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY)))
                .build());
        assertThatThrownBy(() -> db.query(r -> r.tableName("narrow")
                        .indexName(Tables.SPARSE_INDEX)
                        .keyConditionExpression("own = :o")
                        .filterExpression("v.deep = :o")
                        .expressionAttributeValues(Map.of(":o", s("x")))))
                .hasMessageContaining(
                        "Global secondary index by-owner does not project one or more filter attributes: [v]");
    }

    @Test
    void transactionReadsAnItemOnlyOnce() {
        assertThatThrownBy(() -> db.transactGetItems(r -> r.transactItems(
                        one -> one.get(get -> get.tableName(NAME).key(key("a", 1))),
                        two -> two.get(get -> get.tableName(NAME).key(key("a", 1))))))
                .hasMessageContaining("Transaction request cannot include multiple operations on one item");
    }

    @Test
    void limitsSegmentsOfScan() {
        assertThatThrownBy(() -> db.scan(r -> r.tableName(NAME).segment(0).totalSegments(1_000_001)))
                .hasMessageContaining("Member must have value less than or equal to 1000000");
        assertThatThrownBy(() -> db.scan(r -> r.tableName(NAME).segment(0).totalSegments(0)))
                .hasMessageContaining("Member must have value greater than or equal to 1");
    }
}
