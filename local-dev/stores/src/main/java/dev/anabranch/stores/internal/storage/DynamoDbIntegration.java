package dev.anabranch.stores.internal.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.EngineBuilder;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.Integration;
import dev.anabranch.engine.integration.IntegrationFailure;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * The integration of one DynamoDB operation for Task states.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html">DynamoDB integration</a>
 */
public final class DynamoDbIntegration implements Integration {

    private static final List<String> OPTIMISED = List.of("getItem", "putItem", "updateItem", "deleteItem");
    private static final List<String> SDK = List.of("query", "scan", "batchGetItem", "batchWriteItem");

    private static final int OK = 200;

    private final DynamoDbOperations operations;
    private final String operation;
    private final boolean optimized;
    private final Executor threads;

    private DynamoDbIntegration(DynamoDbOperations operations, String operation, boolean optimized, Executor threads) {
        this.operations = operations;
        this.operation = operation;
        this.optimized = optimized;
        this.threads = threads;
    }

    /**
     * Registers {@code dynamodb:getItem}, {@code putItem}, {@code updateItem} and {@code deleteItem}; and as
     * {@code aws-sdk:dynamodb:...} the same and {@code query}, {@code scan}, {@code batchGetItem} and
     * {@code batchWriteItem}.
     *
     * @param threads runs the calls of the client, which may block
     */
    public static void register(EngineBuilder engine, DynamoDbClient client, Executor threads) {
        DynamoDbOperations operations = new DynamoDbOperations(client);
        for (String name : OPTIMISED) {
            engine.integration("dynamodb:" + name, of(operations, name, true, threads));
            engine.integration("aws-sdk:dynamodb:" + name, of(operations, name, false, threads));
        }
        for (String name : SDK) {
            engine.integration("aws-sdk:dynamodb:" + name, of(operations, name, false, threads));
        }
    }

    /** Returns {@code aws-sdk:dynamodb:updateItem}. */
    public static Integration updateItem(DynamoDbClient client, Executor threads) {
        return of(new DynamoDbOperations(client), "updateItem", false, threads);
    }

    private static DynamoDbIntegration of(
            DynamoDbOperations operations, String name, boolean optimized, Executor threads) {
        String operation = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return new DynamoDbIntegration(operations, operation, optimized, threads);
    }

    @Override
    public CompletionStage<JsonNode> call(JsonNode arguments, CallContext context) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                ObjectNode request =
                        arguments instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
                ObjectNode result = operations.call(operation, request);
                answer.complete(optimized ? withMetadata(result) : result);
            } catch (DynamoDbException e) {
                answer.completeExceptionally(
                        optimized
                                ? new IntegrationFailure(
                                        "DynamoDB." + ServiceErrors.optimizedDynamoDbName(e),
                                        ServiceErrors.optimizedDynamoDbCause(e))
                                : new IntegrationFailure("DynamoDb." + ServiceErrors.sdkName(e), e.getMessage()));
            } catch (RuntimeException e) {
                answer.completeExceptionally(new IntegrationFailure(
                        (optimized ? "DynamoDB." : "DynamoDb.") + "SdkClientException",
                        operation + " could not be called: " + e.getMessage()));
            }
        });
        return answer;
    }

    /** Adds the metadata that Step Functions adds to the result of an optimized integration. */
    private static ObjectNode withMetadata(ObjectNode result) {
        result.putObject("SdkHttpMetadata").put("HttpStatusCode", OK);
        result.putObject("SdkResponseMetadata").put("RequestId", "local");
        return result;
    }
}
