package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.integration.LambdaInvoker.Answer;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends requests with missing, null and mistyped parameters. Each fails with a client error, never with a 500. */
@Timeout(120)
final class MalformedParametersTest {

    private static final long SEED = 20_261_129;
    private static final int REQUESTS = Integer.getInteger("anabranch.fuzz", 3_300);

    private final TestCloud cloud = new TestCloud(
            (name, payload, context) -> CompletableFuture.completedFuture(Answer.result("$LATEST", payload)));

    @AfterEach
    void close() {
        cloud.close();
    }

    private static final String ITEM = "{'pk':{'S':'a'},'n':{'N':'1'},'b':{'B':'AAEC'},'l':{'L':[{'BOOL':true}]},"
            + "'m':{'M':{'x':{'NULL':true}}},'ss':{'SS':['a']},'ns':{'NS':['1']},'bs':{'BS':['AA==']}}";
    private static final String KEY = "{'pk':{'S':'a'}}";

    private static final Map<String, String> DYNAMO_DB = Map.ofEntries(
            Map.entry("PutItem", "{'TableName':'tab','Item':" + ITEM + ",'ReturnValues':'ALL_OLD'}"),
            Map.entry(
                    "GetItem",
                    "{'TableName':'tab','Key':" + KEY + ",'ConsistentRead':true,'ProjectionExpression':'n'}"),
            Map.entry(
                    "DeleteItem", "{'TableName':'tab','Key':" + KEY + ",'ConditionExpression':'attribute_exists(pk)'}"),
            Map.entry(
                    "UpdateItem",
                    "{'TableName':'tab','Key':" + KEY + ",'UpdateExpression':'SET #a = :a','ExpressionAttributeNames':"
                            + "{'#a':'x'},'ExpressionAttributeValues':{':a':{'N':'2'}},'ReturnValues':'ALL_NEW'}"),
            Map.entry(
                    "Query",
                    "{'TableName':'tab','KeyConditionExpression':'pk = :p','ExpressionAttributeValues':{':p':{'S':'a'}},"
                            + "'Limit':3,'ScanIndexForward':false,'IndexName':'byN','Select':'ALL_ATTRIBUTES'}"),
            Map.entry(
                    "Scan",
                    "{'TableName':'tab','Limit':3,'Segment':0,'TotalSegments':2,'ExclusiveStartKey':" + KEY + "}"),
            Map.entry("BatchGetItem", "{'RequestItems':{'tab':{'Keys':[" + KEY + "],'ConsistentRead':true}}}"),
            Map.entry(
                    "BatchWriteItem",
                    "{'RequestItems':{'tab':[{'PutRequest':{'Item':" + ITEM + "}},{'DeleteRequest':{'Key':"
                            + "{'pk':{'S':'b'}}}}]}}"),
            Map.entry("TransactGetItems", "{'TransactItems':[{'Get':{'TableName':'tab','Key':" + KEY + "}}]}"),
            Map.entry(
                    "TransactWriteItems",
                    "{'ClientRequestToken':'x','TransactItems':[{'Put':{'TableName':'tab','Item':" + ITEM + "}},"
                            + "{'Update':{'TableName':'tab','Key':{'pk':{'S':'c'}},'UpdateExpression':'REMOVE z'}},"
                            + "{'Delete':{'TableName':'tab','Key':{'pk':{'S':'d'}}}},{'ConditionCheck':{'TableName':'tab',"
                            + "'Key':{'pk':{'S':'e'}},'ConditionExpression':'attribute_not_exists(pk)'}}]}"),
            Map.entry(
                    "CreateTable",
                    "{'TableName':'more','AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'},"
                            + "{'AttributeName':'n','AttributeType':'N'}],'KeySchema':[{'AttributeName':'pk',"
                            + "'KeyType':'HASH'}],'GlobalSecondaryIndexes':[{'IndexName':'byN','KeySchema':"
                            + "[{'AttributeName':'n','KeyType':'HASH'}],'Projection':{'ProjectionType':'INCLUDE',"
                            + "'NonKeyAttributes':['b']}}],'BillingMode':'PAY_PER_REQUEST'}"),
            Map.entry("DescribeTable", "{'TableName':'tab'}"),
            Map.entry("DeleteTable", "{'TableName':'more'}"),
            Map.entry("ListTables", "{'Limit':2,'ExclusiveStartTableName':'a'}"),
            Map.entry(
                    "UpdateTimeToLive",
                    "{'TableName':'tab','TimeToLiveSpecification':{'Enabled':true,'AttributeName':'ttl'}}"),
            Map.entry("DescribeTimeToLive", "{'TableName':'tab'}"));

    private static final List<String> S3_TARGETS = List.of(
            "/",
            "/b",
            "/b?list-type=2&prefix=k&max-keys=2&delimiter=/&continuation-token=x&start-after=a",
            "/b?location",
            "/b?delete",
            "/b/k",
            "/b/k?uploads",
            "/b/k?uploadId=1&partNumber=1",
            "/b/k?uploadId=1",
            "/b/k?versionId=null",
            "/b/%00",
            "/b/..",
            "//k",
            "/B_ad",
            "/b/k?partNumber=1");
    private static final Map<String, String> S3_HEADERS = new TreeMap<>(Map.of(
            "x-amz-copy-source", "/b/k",
            "x-amz-copy-source-range", "bytes=0-1",
            "range", "bytes=0-1",
            "if-match", "*",
            "if-none-match", "*",
            "content-type", "text/plain",
            "x-amz-meta-a", "b",
            "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"));
    private static final List<String> S3_BODIES = List.of(
            "",
            "x",
            "1\r\nx\r\n0\r\n\r\n",
            "<Delete><Object><Key>k</Key></Object></Delete>",
            "<Delete><Object><Key></Key></Object></Delete>",
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"x\"</ETag></Part></CompleteMultipartUpload>",
            "<CompleteMultipartUpload><Part></Part></CompleteMultipartUpload>");

    private static JsonNode json(String text) {
        return ProtocolJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void malformedDynamoDbRequestsCauseNoInternalError() throws IOException, InterruptedException {
        String table = DYNAMO_DB.getOrDefault("CreateTable", "").replace("'more'", "'tab'");
        HttpResponse<String> created = dynamoDb("CreateTable", json(table));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        for (String item : List.of("{'pk':{'S':'1','N':'1'}}", "{'pk':{'S':'1'},'a':{'L':[{'S':'1','BOOL':true}]}}")) {
            HttpResponse<String> refused = dynamoDb("PutItem", json("{'TableName':'tab','Item':" + item + "}"));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body()).contains("ValidationException", "more than one datatypes set");
        }
        SplittableRandom random = new SplittableRandom(SEED);
        List<JsonNode> documents =
                DYNAMO_DB.values().stream().map(MalformedParametersTest::json).toList();
        JsonMutations mutations = new JsonMutations(random, documents);
        List<String> operations = DYNAMO_DB.keySet().stream().sorted().toList();
        Map<Integer, Integer> statuses = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            String operation = operations.get(i % operations.size());
            JsonNode body = mutations.of(json(DYNAMO_DB.getOrDefault(operation, "{}")));
            HttpResponse<String> answer = dynamoDb(operation, body);
            statuses.merge(answer.statusCode(), 1, Integer::sum);
            if (answer.statusCode() >= 500) {
                failures.add(operation + " " + JsonMutations.text(body) + ": " + answer.body());
            }
        }

        assertThat(failures).isEmpty();
        assertThat(statuses).containsOnlyKeys(200, 400);
    }

    @Test
    void namesMissingRequiredParametersOfDynamoDb() throws IOException, InterruptedException {
        for (Map.Entry<String, String> operation : DYNAMO_DB.entrySet()) {
            ObjectNode whole = (ObjectNode) json(operation.getValue());
            for (String parameter : List.of("TableName", "Key", "Item", "RequestItems", "TransactItems", "KeySchema")) {
                if (whole.has(parameter)) {
                    ObjectNode without = whole.deepCopy().putNull(parameter);
                    HttpResponse<String> answer = dynamoDb(operation.getKey(), without);

                    assertThat(answer.statusCode()).as(operation.getKey()).isEqualTo(400);
                    assertThat(answer.body())
                            .as(operation.getKey())
                            .contains("ValidationException")
                            .contains("1 validation error detected: Value null at '"
                                    + Character.toLowerCase(parameter.charAt(0)) + parameter.substring(1)
                                    + "' failed to satisfy constraint: Member must not be null");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'pk','AttributeType':'S' | 'pk','AttributeType':'' | attributeDefinitions.1.member.attributeType",
                "'pk','AttributeType':'S' | 'pk','AttributeType':'M' | [B, N, S]",
                "'byN' | '' | globalSecondaryIndexes.1.member.indexName",
                "'byN' | 'ab' | globalSecondaryIndexes.1.member.indexName",
                "'byN' | 'a b c' | globalSecondaryIndexes.1.member.indexName",
                "['b'] | [] | ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
                "'INCLUDE' | 'ALL' | ProjectionType is ALL, but NonKeyAttributes is specified",
                "'INCLUDE' | 'SOME' | Unknown ProjectionType",
                "'PAY_PER_REQUEST' | 'FREE' | billingMode",
                "'HASH'}],'G | 'RANGE'}],'G | KeySchema"
            })
    void rejectsTablesWithUnknownValues(String good, String bad, String text) throws IOException, InterruptedException {
        String table = DYNAMO_DB.getOrDefault("CreateTable", "");
        HttpResponse<String> answer = dynamoDb("CreateTable", json(table.replace(good, bad)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("ValidationException", text);
        assertThat(dynamoDb("CreateTable", json(table)).statusCode()).isEqualTo(200);
    }

    @Test
    void rejectsTimeToLiveWithoutNameOfAttribute() throws IOException, InterruptedException {
        dynamoDb("CreateTable", json(DYNAMO_DB.getOrDefault("CreateTable", "").replace("'more'", "'tab'")));
        String request = DYNAMO_DB.getOrDefault("UpdateTimeToLive", "");
        HttpResponse<String> answer = dynamoDb("UpdateTimeToLive", json(request.replace("'ttl'", "''")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("ValidationException", "timeToLiveSpecification.attributeName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DynamoDB_20120810.GetItem | {'TableName':5,'Key':{}} | SerializationException | NUMBER_VALUE",
                "DynamoDB_20120810.GetItem | {'TableName':'tab','Key':[]} | SerializationException | ARRAY_VALUE",
                "DynamoDB_20120810.Scan | {'TableName':'tab','Limit':'3'} | SerializationException | STRING_VALUE",
                "DynamoDB_20120810.PutItem | {'TableName':'tab','Item':{'pk':null}} | ValidationException | 'item.pk'",
                "AWSStepFunctions.DescribeExecution | {'executionArn':5} | SerializationException | NUMBER_VALUE",
                "AWSStepFunctions.DescribeExecution | {'executionArn':null} | ValidationException | 'executionArn'",
                "AWSStepFunctions.ListStateMachines | {'maxResults':'a'} | SerializationException | STRING_VALUE"
            })
    void rejectsParametersOfWrongType(String target, String body, String type, String text)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(target, json(body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(type).contains(text);
    }

    @Test
    void malformedS3RequestsCauseNoInternalError() throws IOException, InterruptedException {
        send("PUT", "/b", Map.of(), "");
        send("PUT", "/b/k", Map.of(), "hello");
        Map<String, String> negative = Map.of(
                "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-decoded-content-length", "-5");
        assertThat(send("PUT", "/b/k", negative, "0\r\n\r\n").statusCode()).isEqualTo(400);
        assertThat(send("PUT", "/b/k", Map.of("content-md5", "zz"), "hello").body())
                .contains("InvalidDigest");
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> failures = new ArrayList<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            String method = List.of("GET", "PUT", "POST", "DELETE", "HEAD").get(random.nextInt(5));
            String target = S3_TARGETS.get(random.nextInt(S3_TARGETS.size()));
            if (random.nextInt(3) == 0) {
                target = target.replaceAll(
                        "=[^&]*",
                        List.of("=", "=-1", "=999999999999", "=%00", "").get(random.nextInt(5)));
            }
            Map<String, String> headers = new TreeMap<>();
            for (Map.Entry<String, String> header : S3_HEADERS.entrySet()) {
                if (random.nextInt(5) == 0) {
                    headers.put(
                            header.getKey(),
                            random.nextInt(3) == 0
                                    ? List.of("", "bytes=", "/", "%zz", "bytes=9-1", "b")
                                            .get(random.nextInt(6))
                                    : header.getValue());
                }
            }
            String body = S3_BODIES.get(random.nextInt(S3_BODIES.size()));
            int status = send(method, target, headers, body).statusCode();
            statuses.merge(status, 1, Integer::sum);
            // 501 is the status of unsupported features.
            if ((status >= 500 && status != 501) || status < 200) {
                failures.add(method + " " + target + " " + headers + " " + body + ": "
                        + send(method, target, headers, body).body());
            }
        }

        assertThat(failures).isEmpty();
        assertThat(statuses).containsKeys(200, 400, 404);
    }

    private HttpResponse<String> dynamoDb(String operation, JsonNode body) throws IOException, InterruptedException {
        return send("DynamoDB_20120810." + operation, body);
    }

    private HttpResponse<String> send(String target, JsonNode body) throws IOException, InterruptedException {
        return TestCloud.http()
                .send(
                        HttpRequest.newBuilder(cloud.uri())
                                .header("X-Amz-Target", target)
                                .POST(HttpRequest.BodyPublishers.ofString(JsonMutations.text(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String target, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(cloud.uri() + target))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return TestCloud.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
