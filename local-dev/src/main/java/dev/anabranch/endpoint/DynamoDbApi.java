package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * DynamoDB's operations: the method of the SDK's client that has the operation's name. What the client behind it does not
 * implement is refused by name.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">DynamoDB low-level API</a>
 */
final class DynamoDbApi implements JsonService {

    private static final int BAD_REQUEST = 400;

    private final DynamoDbClient client;
    private final Map<String, Method> methods = new HashMap<>();

    DynamoDbApi(DynamoDbClient client) {
        this.client = client;
        for (Method method : DynamoDbClient.class.getMethods()) {
            Class<?>[] parameters = method.getParameterTypes();
            if (parameters.length == 1 && DynamoDbRequest.class.isAssignableFrom(parameters[0])) {
                methods.putIfAbsent(method.getName(), method);
            }
        }
    }

    @Override
    public ObjectNode call(String operation, Request request) {
        Method method = methods.get(operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1));
        if (method == null) {
            throw new ApiException("UnknownOperationException", "DynamoDB has no operation " + operation);
        }
        try {
            SdkPojo builder =
                    (SdkPojo) method.getParameterTypes()[0].getMethod("builder").invoke(null);
            SdkJson.read(request.body(), builder);
            return SdkJson.write((SdkPojo) method.invoke(client, ((Buildable) builder).build()));
        } catch (InvocationTargetException e) {
            throw refusal(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The SDK's client cannot be called for " + operation, e);
        }
    }

    private static RuntimeException refusal(@Nullable Throwable failure) {
        if (failure instanceof DynamoDbException e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null ? "InternalServerError" : details.errorCode();
            String message = details == null ? e.getMessage() : details.errorMessage();
            int status = e.statusCode() == 0 ? BAD_REQUEST : e.statusCode();
            return new ApiException(code, status, String.valueOf(message), SdkJson.write(e));
        } else if (failure instanceof UnsupportedOperationException) {
            return ApiException.validation(String.valueOf(failure.getMessage()));
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
