package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Tests DynamoDB and S3 behind the endpoint with the AWS SDK for Java. */
class StoreSdkTest {

    private final TestCloud cloud = new TestCloud((function, payload, context) -> new CompletableFuture<>());
    private final DynamoDbClient dynamoDb = cloud.client(DynamoDbClient.builder());
    private final S3Client s3 = cloud.client(S3Client.builder().forcePathStyle(true));

    @BeforeEach
    void create() {
        s3.createBucket(builder -> builder.bucket("data"));
        dynamoDb.createTable(builder -> builder.tableName("records")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        one -> one.attributeName("pk").attributeType(ScalarAttributeType.S),
                        two -> two.attributeName("sk").attributeType(ScalarAttributeType.N))
                .keySchema(one -> one.attributeName("pk").keyType(KeyType.HASH), two -> two.attributeName("sk")
                        .keyType(KeyType.RANGE)));
    }

    @AfterEach
    void stop() {
        dynamoDb.close();
        s3.close();
        cloud.close();
    }

    private static Map<String, AttributeValue> item(int n) {
        return Map.of(
                "pk", AttributeValue.fromS("p"),
                "sk", AttributeValue.fromN(Integer.toString(n)),
                "all",
                        AttributeValue.fromM(Map.of(
                                "bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("\u00e4")),
                                "none", AttributeValue.fromNul(true),
                                "flag", AttributeValue.fromBool(false),
                                "list", AttributeValue.fromL(List.of(AttributeValue.fromSs(List.of("a", "b")))))));
    }

    @Test
    void storesAllTypesOfValuesAndQueriesInOrder() {
        for (int n = 0; n < 5; n++) {
            int number = n;
            dynamoDb.putItem(builder -> builder.tableName("records").item(item(number)));
        }
        assertThat(dynamoDb.getItem(builder -> builder.tableName("records")
                                .key(Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromN("3"))))
                        .item())
                .isEqualTo(item(3));
        assertThat(dynamoDb.queryPaginator(builder -> builder.tableName("records")
                                .keyConditionExpression("pk = :p AND sk > :n")
                                .expressionAttributeValues(
                                        Map.of(":p", AttributeValue.fromS("p"), ":n", AttributeValue.fromN("1")))
                                .limit(1))
                        .items())
                .extracting(found -> found.get("sk"))
                .containsExactly(AttributeValue.fromN("2"), AttributeValue.fromN("3"), AttributeValue.fromN("4"));
    }

    @Test
    void errorsAreExceptionsOfTheSdk() {
        dynamoDb.putItem(builder -> builder.tableName("records").item(item(1)));
        assertThatThrownBy(() -> dynamoDb.putItem(builder ->
                        builder.tableName("records").item(item(1)).conditionExpression("attribute_not_exists(pk)")))
                .isInstanceOf(ConditionalCheckFailedException.class)
                .hasMessageContaining("The conditional request failed");
        assertThatThrownBy(() ->
                        dynamoDb.putItem(builder -> builder.tableName("other").item(item(1))))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> dynamoDb.transactWriteItems(builder ->
                        builder.transactItems(write -> write.conditionCheck(check -> check.tableName("records")
                                .key(Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromN("9")))
                                .conditionExpression("attribute_exists(pk)")))))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class, refusal -> assertThat(refusal.cancellationReasons())
                                .extracting(reason -> reason.code())
                                .containsExactly("ConditionalCheckFailed"));
    }

    @Test
    void writesReadsListsCopiesAndDeletesObjects() {
        String key = "folder/a b+c%&<>\u00e4.txt";
        s3.putObject(
                builder -> builder.bucket("data")
                        .key(key)
                        .contentType("text/plain")
                        .metadata(Map.of("made-by", "test")),
                RequestBody.fromString("hello world"));
        var object = s3.getObjectAsBytes(builder -> builder.bucket("data").key(key));
        assertThat(object.asUtf8String()).isEqualTo("hello world");
        assertThat(object.response().contentType()).isEqualTo("text/plain");
        assertThat(object.response().metadata()).containsEntry("made-by", "test");
        assertThat(s3.headObject(builder -> builder.bucket("data").key(key)).contentLength())
                .isEqualTo(11);
        assertThat(s3.getObjectAsBytes(
                                builder -> builder.bucket("data").key(key).range("bytes=6-8"))
                        .asUtf8String())
                .isEqualTo("wor");
        s3.copyObject(builder -> builder.sourceBucket("data")
                .sourceKey(key)
                .destinationBucket("data")
                .destinationKey("copy"));
        assertThat(s3.listObjectsV2Paginator(builder -> builder.bucket("data").maxKeys(1))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("copy", key);
        assertThat(s3.listObjectsV2(builder -> builder.bucket("data").delimiter("/"))
                        .commonPrefixes())
                .extracting(prefix -> prefix.prefix())
                .containsExactly("folder/");
        s3.deleteObjects(builder -> builder.bucket("data").delete(keys -> keys.objects(one -> one.key(key))));
        s3.deleteObject(builder -> builder.bucket("data").key("copy"));
        assertThat(s3.listObjectsV2(builder -> builder.bucket("data")).contents())
                .isEmpty();
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(builder -> builder.bucket("data").key(key)))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void uploadsLargeObjectInParts() {
        byte[] part = new byte[5 * 1024 * 1024];
        new Random(7).nextBytes(part);
        String upload = s3.createMultipartUpload(
                        builder -> builder.bucket("data").key("large"))
                .uploadId();
        String first = s3.uploadPart(
                        builder -> builder.bucket("data")
                                .key("large")
                                .uploadId(upload)
                                .partNumber(1),
                        RequestBody.fromBytes(part))
                .eTag();
        String second = s3.uploadPart(
                        builder -> builder.bucket("data")
                                .key("large")
                                .uploadId(upload)
                                .partNumber(2),
                        RequestBody.fromString("the end"))
                .eTag();
        s3.completeMultipartUpload(builder -> builder.bucket("data")
                .key("large")
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(
                        CompletedPart.builder().partNumber(1).eTag(first).build(),
                        CompletedPart.builder().partNumber(2).eTag(second).build())));
        byte[] whole = s3.getObjectAsBytes(builder -> builder.bucket("data").key("large"))
                .asByteArray();
        assertThat(whole).hasSize(part.length + 7).startsWith(part);
        assertThat(new String(whole, part.length, 7, StandardCharsets.UTF_8)).isEqualTo("the end");
    }
}
