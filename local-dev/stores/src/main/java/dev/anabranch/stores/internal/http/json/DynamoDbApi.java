package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.stores.internal.storage.DynamoDbOperations;
import dev.anabranch.stores.internal.storage.SdkJson;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Implements DynamoDB's operations by calling a client. An operation that the client does not support fails with a
 * ValidationException that names it.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">DynamoDB
 *     low-level API</a>
 */
public final class DynamoDbApi implements JsonService {

    private static final int BAD_REQUEST = 400;

    private final DynamoDbOperations operations;

    public DynamoDbApi(DynamoDbClient client) {
        this.operations = new DynamoDbOperations(client);
    }

    @Override
    public ObjectNode call(String operation, JsonRequest request) {
        if (!operations.has(operation)) {
            throw new ApiException("UnknownOperationException", "DynamoDB has no operation " + operation);
        }
        try {
            return operations.call(operation, request.body());
        } catch (DynamoDbException e) {
            throw refusal(e);
        } catch (UnsupportedOperationException e) {
            throw ApiException.validation(String.valueOf(e.getMessage()));
        }
    }

    private static ApiException refusal(DynamoDbException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? "InternalServerError" : details.errorCode();
        String message = details == null ? e.getMessage() : details.errorMessage();
        int status = e.statusCode() == 0 ? BAD_REQUEST : e.statusCode();
        return new ApiException(code, status, String.valueOf(message), SdkJson.write(e));
    }
}
