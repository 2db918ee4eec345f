package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert;
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
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

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

    private void put(String key, String text) {
        s3.putObject(builder -> builder.bucket("data").key(key), RequestBody.fromString(text));
    }

    private String text(String key) {
        return s3.getObjectAsBytes(builder -> builder.bucket("data").key(key)).asUtf8String();
    }

    @Test
    void listsByMarkerToTheEnd() {
        List<String> keys = List.of("a", "b c", "b+c", "c/1", "c/2", "d/1", "e");
        keys.forEach(key -> put(key, key));
        List<String> listed = new ArrayList<>();
        ListObjectsResponse page;
        do {
            String marker = listed.isEmpty() ? null : listed.get(listed.size() - 1);
            page = s3.listObjects(builder -> builder.bucket("data").maxKeys(2).marker(marker));
            page.contents().forEach(object -> listed.add(object.key()));
        } while (page.isTruncated());
        assertThat(listed).isEqualTo(keys);

        List<String> grouped = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            page = s3.listObjects(
                    builder -> builder.bucket("data").delimiter("/").maxKeys(2).marker(from));
            page.contents().forEach(object -> grouped.add(object.key()));
            page.commonPrefixes().forEach(prefix -> grouped.add(prefix.prefix()));
            marker = page.nextMarker();
        } while (page.isTruncated());
        assertThat(grouped).containsExactlyInAnyOrder("a", "b c", "b+c", "c/", "d/", "e");
    }

    @Test
    void listsKeysWithControlCharacters() {
        put("a\u0001b/c\u001f", "x");
        assertThat(s3.listObjectsV2(builder -> builder.bucket("data").encodingType(EncodingType.URL))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("a\u0001b/c\u001f");
        assertThat(s3.listObjectsV2(
                                builder -> builder.bucket("data").delimiter("/").encodingType(EncodingType.URL))
                        .commonPrefixes())
                .extracting(prefix -> prefix.prefix())
                .containsExactly("a\u0001b/");
    }

    @Test
    void refusesUnsupportedOperationsAndLeavesObjectUnchanged() {
        put("key", "content");
        refuses(() -> s3.putObjectTagging(builder -> builder.bucket("data")
                .key("key")
                .tagging(tags -> tags.tagSet(Tag.builder().key("a").value("b").build()))));
        refuses(() -> s3.deleteObjectTagging(builder -> builder.bucket("data").key("key")));
        refuses(() ->
                s3.putObjectAcl(builder -> builder.bucket("data").key("key").acl(ObjectCannedACL.PRIVATE)));
        refuses(() ->
                s3.deleteObject(builder -> builder.bucket("data").key("key").versionId("one")));
        refuses(() -> s3.deleteObjects(builder -> builder.bucket("data")
                .delete(keys -> keys.objects(one -> one.key("key").versionId("one")))));
        refuses(() -> s3.putObject(
                builder -> builder.bucket("data").key("key").writeOffsetBytes(7L), RequestBody.fromString("more")));
        refuses(() -> s3.listObjectVersions(builder -> builder.bucket("data")));
        refuses(() -> s3.listMultipartUploads(builder -> builder.bucket("data")));
        assertThat(text("key")).isEqualTo("content");
        assertThat(s3.getBucketVersioning(builder -> builder.bucket("data")).status())
                .isNull();
    }

    private static void refuses(ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refusal -> assertThat(refusal.statusCode())
                .isEqualTo(501));
    }

    @Test
    void objectHasNoTags() {
        put("key", "content");
        assertThat(s3.getObjectTagging(builder -> builder.bucket("data").key("key"))
                        .tagSet())
                .isEmpty();
        fails(404, () -> s3.getObjectTagging(builder -> builder.bucket("data").key("missing")));
    }

    @Test
    void copiesWithEitherTaggingDirective() {
        put("key", "content");
        for (TaggingDirective directive : List.of(TaggingDirective.COPY, TaggingDirective.REPLACE)) {
            String copy = "copy-" + directive;
            s3.copyObject(builder -> builder.sourceBucket("data")
                    .sourceKey("key")
                    .destinationBucket("data")
                    .destinationKey(copy)
                    .taggingDirective(directive));
            assertThat(text(copy)).isEqualTo("content");
        }
        refuses(() -> s3.copyObject(builder -> builder.sourceBucket("data")
                .sourceKey("key")
                .destinationBucket("data")
                .destinationKey("tagged")
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging("a=b")));
    }

    @Test
    void acceptsHeadersThatDisableUnsupportedFeatures() {
        s3.createBucket(builder -> builder.bucket("unlocked").objectLockEnabledForBucket(false));
        s3.putObject(
                builder -> builder.bucket("unlocked").key("key").bucketKeyEnabled(false), RequestBody.fromString("x"));
        refuses(() -> s3.createBucket(builder -> builder.bucket("locked").objectLockEnabledForBucket(true)));
        refuses(() -> s3.putObject(
                builder -> builder.bucket("unlocked").key("other").bucketKeyEnabled(true),
                RequestBody.fromString("x")));
    }

    @Test
    void listsBucketsInPages() {
        for (String name : List.of("logs-1", "logs-2", "logs-3")) {
            s3.createBucket(builder -> builder.bucket(name));
        }
        ListBucketsResponse first =
                s3.listBuckets(builder -> builder.prefix("logs-").maxBuckets(2));
        assertThat(first.buckets()).extracting(Bucket::name).containsExactly("logs-1", "logs-2");
        assertThat(first.prefix()).isEqualTo("logs-");
        ListBucketsResponse second = s3.listBuckets(
                builder -> builder.prefix("logs-").maxBuckets(2).continuationToken(first.continuationToken()));
        assertThat(second.buckets()).extracting(Bucket::name).containsExactly("logs-3");
        assertThat(second.continuationToken()).isNull();
        assertThat(s3.listBucketsPaginator(builder -> builder.maxBuckets(1)).buckets())
                .extracting(Bucket::name)
                .containsExactly("data", "logs-1", "logs-2", "logs-3");
        assertThat(s3.listBuckets(builder -> builder.bucketRegion("eu-west-1")).buckets())
                .hasSize(4);
        fails(400, () -> s3.listBuckets(builder -> builder.maxBuckets(0)));
    }

    @Test
    void passesConditionsOn() {
        put("key", "content");
        Instant later = Instant.now().plusSeconds(3600);
        fails(
                412,
                () -> s3.copyObject(builder -> builder.sourceBucket("data")
                        .sourceKey("key")
                        .destinationBucket("data")
                        .destinationKey("copy")
                        .copySourceIfMatch("\"other\"")));
        fails(
                412,
                () -> s3.deleteObject(
                        builder -> builder.bucket("data").key("key").ifMatch("\"other\"")));
        fails(
                412,
                () -> s3.headObject(builder -> builder.bucket("data").key("key").ifMatch("\"other\"")));
        fails(
                304,
                () -> s3.getObjectAsBytes(
                        builder -> builder.bucket("data").key("key").ifModifiedSince(later)));
        String upload = s3.createMultipartUpload(
                        builder -> builder.bucket("data").key("key"))
                .uploadId();
        String part = s3.uploadPart(
                        builder -> builder.bucket("data")
                                .key("key")
                                .uploadId(upload)
                                .partNumber(1),
                        RequestBody.fromString("other"))
                .eTag();
        fails(
                412,
                () -> s3.completeMultipartUpload(builder -> builder.bucket("data")
                        .key("key")
                        .uploadId(upload)
                        .ifNoneMatch("*")
                        .multipartUpload(
                                parts -> parts.parts(one -> one.partNumber(1).eTag(part)))));
        assertThat(text("key")).isEqualTo("content");
        assertThat(s3.listObjectsV2(builder -> builder.bucket("data")).contents())
                .hasSize(1);
    }

    private static void fails(int status, ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, failure -> assertThat(failure.statusCode())
                .isEqualTo(status));
    }

    @Test
    void keepsHeadersAndMetadataOfObjects() {
        s3.putObject(
                builder -> builder.bucket("data")
                        .key("key")
                        .contentType("text/plain")
                        .cacheControl("no-cache")
                        .contentEncoding("gzip")
                        .contentDisposition("attachment")
                        .contentLanguage("en"),
                RequestBody.fromString("content"));
        HeadObjectResponse head =
                s3.headObject(builder -> builder.bucket("data").key("key"));
        assertThat(List.of(
                        head.contentType(),
                        head.cacheControl(),
                        head.contentEncoding(),
                        head.contentDisposition(),
                        head.contentLanguage()))
                .containsExactly("text/plain", "no-cache", "gzip", "attachment", "en");
        s3.copyObject(builder -> builder.sourceBucket("data")
                .sourceKey("key")
                .destinationBucket("data")
                .destinationKey("key")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/html")
                .metadata(Map.of("made-by", "copy")));
        GetObjectResponse replaced = s3.getObjectAsBytes(
                        builder -> builder.bucket("data").key("key").responseContentLanguage("de"))
                .response();
        assertThat(replaced.contentType()).isEqualTo("text/html");
        assertThat(replaced.metadata()).containsEntry("made-by", "copy");
        assertThat(replaced.cacheControl()).isNull();
        assertThat(replaced.contentLanguage()).isEqualTo("de");
    }

    @Test
    void readsOnePartOfUpload() {
        byte[] first = new byte[5 * 1024 * 1024];
        String upload = s3.createMultipartUpload(
                        builder -> builder.bucket("data").key("large").metadata(Map.of("made-by", "parts")))
                .uploadId();
        List<RequestBody> bodies = List.of(RequestBody.fromBytes(first), RequestBody.fromString("the end"));
        List<CompletedPart> parts = new ArrayList<>();
        for (int number = 1; number <= bodies.size(); number++) {
            int part = number;
            String etag = s3.uploadPart(
                            builder -> builder.bucket("data")
                                    .key("large")
                                    .uploadId(upload)
                                    .partNumber(part),
                            bodies.get(part - 1))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(part).eTag(etag).build());
        }
        s3.completeMultipartUpload(builder ->
                builder.bucket("data").key("large").uploadId(upload).multipartUpload(all -> all.parts(parts)));
        var last = s3.getObjectAsBytes(
                builder -> builder.bucket("data").key("large").partNumber(2));
        assertThat(last.asUtf8String()).isEqualTo("the end");
        assertThat(last.response().partsCount()).isEqualTo(2);
        assertThat(last.response().metadata()).containsEntry("made-by", "parts");
        assertThat(s3.headObject(builder -> builder.bucket("data").key("large").partNumber(1))
                        .contentLength())
                .isEqualTo(first.length);
        fails(
                416,
                () -> s3.getObjectAsBytes(
                        builder -> builder.bucket("data").key("large").partNumber(3)));
    }
}
