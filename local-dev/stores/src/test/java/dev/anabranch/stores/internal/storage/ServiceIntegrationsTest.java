package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.EngineBuilder;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** Tests DynamoDB and S3 as integrations of Task states. */
final class ServiceIntegrationsTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z"));
    private final Storage storage = Storage.inMemory();
    private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb(storage, clock);
    private final EmbeddedS3 s3 = new EmbeddedS3(storage, clock);
    private final Engine engine = engine();

    private Engine engine() {
        EngineBuilder builder = Engine.builder();
        DynamoDbIntegration.register(builder, dynamoDb, Runnable::run);
        S3Integration.register(builder, s3, Runnable::run);
        return builder.build();
    }

    @BeforeEach
    void createTableAndBucket() {
        dynamoDb.createTable(request -> request.tableName("t-1")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("k")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("k")
                        .keyType(KeyType.HASH)
                        .build())
                .tags(Tag.builder().key("team").value("maps").build())
                .streamSpecification(stream -> stream.streamEnabled(false)));
        s3.createBucket(request -> request.bucket("b-1"));
    }

    @AfterEach
    void close() {
        engine.close();
        storage.close();
    }

    /** Returns the result of a task, or {@code {"Error": ..., "Cause": ...}}. */
    private JsonNode task(String resource, String parameters) throws Exception {
        String definition = """
                {"StartAt": "T", "States": {
                  "T": {"Type": "Task", "Resource": "arn:aws:states:::%s", "Parameters": %s, "End": true,
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}]},
                  "C": {"Type": "Succeed"}}}""".formatted(resource, parameters);
        String machine = engine.createStateMachine(
                        "m-" + definition.hashCode(),
                        definition,
                        StateMachineType.STANDARD,
                        "arn:aws:iam::000000000000:role/r")
                .arn();
        String execution = engine.startExecution(machine, null, "{}").spec().arn();
        return MAPPER.valueToTree(engine.completion(execution).get().output());
    }

    @Test
    void dynamoDbErrorsOutsideTheModelHaveTheBaseClassOfTheSdk() throws Exception {
        String update = """
                {"TableName": "t-1", "Key": {"k": {"S": "none"}}, "UpdateExpression": "SET n = n + :o",
                 "ExpressionAttributeValues": {":o": {"N": "1"}}}""";

        JsonNode optimized = task("dynamodb:updateItem", update);
        JsonNode sdk = task("aws-sdk:dynamodb:updateItem", update);

        assertThat(optimized.path("Error").asText()).isEqualTo("DynamoDB.AmazonDynamoDBException");
        assertThat(optimized.path("Cause").asText())
                .endsWith(" (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException;"
                        + " Request ID: embedded; Proxy: null)");
        assertThat(sdk.path("Error").asText()).isEqualTo("DynamoDb.DynamoDbException");
    }

    @Test
    void dynamoDbErrorsOfTheModelHaveTheirNames() throws Exception {
        String put = """
                {"TableName": "t-1", "Item": {"k": {"S": "a"}}, "ConditionExpression": "attribute_exists(k)"}""";

        assertThat(task("dynamodb:putItem", put).path("Error").asText())
                .isEqualTo("DynamoDB.ConditionalCheckFailedException");
        assertThat(task("aws-sdk:dynamodb:putItem", put).path("Error").asText())
                .isEqualTo("DynamoDb.ConditionalCheckFailedException");
    }

    @Test
    void onlyOptimizedIntegrationsAddMetadata() throws Exception {
        String put = """
                {"TableName": "t-1", "Item": {"k": {"S": "a"}}}""";

        assertThat(task("dynamodb:putItem", put).has("SdkHttpMetadata")).isTrue();
        assertThat(task("aws-sdk:dynamodb:putItem", put).has("SdkHttpMetadata")).isFalse();
    }

    @Test
    void putObjectWritesJsonText() throws Exception {
        task("aws-sdk:s3:putObject", """
                {"Bucket": "b-1", "Key": "text", "Body": "text data"}""");

        assertThat(s3.getObjectAsBytes(request -> request.bucket("b-1").key("text"))
                        .asUtf8String())
                .isEqualTo("\"text data\"");
    }

    @Test
    void timesOfSdkIntegrationsAreTexts() throws Exception {
        s3.putObject(request -> request.bucket("b-1").key("k"), RequestBody.fromString("x"));

        JsonNode read = task("aws-sdk:s3:getObject", """
                {"Bucket": "b-1", "Key": "k"}""");

        assertThat(read.path("LastModified").textValue()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(read.path("Body").asText()).isEqualTo("x");
        assertThat(read.has("SdkHttpMetadata")).isFalse();
    }

    @Test
    void s3ErrorsOutsideTheModelHaveTheBaseClassOfTheSdk() throws Exception {
        JsonNode missing = task("aws-sdk:s3:getObject", """
                {"Bucket": "b-1", "Key": "none"}""");

        assertThat(missing.path("Error").asText()).isEqualTo("S3.NoSuchKeyException");
    }
}
