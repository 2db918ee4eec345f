package dev.anabranch.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.Integration;
import dev.anabranch.engine.integration.IntegrationFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * {@code dynamodb:updateItem} as a state calls it
 * (https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html), with which state machines record failures.
 */
final class RecordIntegration implements Integration {

    private final DynamoDbClient client;
    private final Executor threads;

    RecordIntegration(DynamoDbClient client, Executor threads) {
        this.client = client;
        this.threads = threads;
    }

    @Override
    public CompletionStage<JsonNode> call(JsonNode arguments, CallContext context) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                client.updateItem(request(arguments));
                answer.complete(JsonNodeFactory.instance.objectNode());
            } catch (DynamoDbException e) {
                AwsErrorDetails details = e.awsErrorDetails();
                String code = details == null ? e.getClass().getSimpleName() : details.errorCode();
                answer.completeExceptionally(new IntegrationFailure("DynamoDB." + code, e.getMessage()));
            } catch (RuntimeException e) {
                answer.completeExceptionally(new IntegrationFailure("DynamoDB.SdkClientException", e.getMessage()));
            }
        });
        return answer;
    }

    private static UpdateItemRequest request(JsonNode arguments) {
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName(arguments.path("TableName").asText())
                .key(attributes(arguments.path("Key")))
                .updateExpression(arguments.path("UpdateExpression").asText());
        if (arguments.has("ConditionExpression")) {
            request.conditionExpression(arguments.get("ConditionExpression").asText());
        }
        if (arguments.has("ExpressionAttributeValues")) {
            request.expressionAttributeValues(attributes(arguments.get("ExpressionAttributeValues")));
        }
        return request.build();
    }

    private static Map<String, AttributeValue> attributes(JsonNode json) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        ((ObjectNode) json).properties().forEach(entry -> attributes.put(entry.getKey(), attribute(entry.getValue())));
        return attributes;
    }

    private static AttributeValue attribute(JsonNode json) {
        if (json.has("S")) {
            return AttributeValue.fromS(json.get("S").asText());
        }
        if (json.has("N")) {
            return AttributeValue.fromN(json.get("N").asText());
        }
        throw new IllegalArgumentException("A state can write attributes of the types S and N, but has " + json + ".");
    }
}
