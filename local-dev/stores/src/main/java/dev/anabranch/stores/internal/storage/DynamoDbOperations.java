package dev.anabranch.stores.internal.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Calls DynamoDB operations by their names in the JSON protocol, with requests and responses as JSON. An operation is
 * the method of the SDK client with the same name.
 */
public final class DynamoDbOperations {

    private static final int BAD_REQUEST = 400;

    private final DynamoDbClient client;

    /** @param client the client on which operations are called */
    public DynamoDbOperations(DynamoDbClient client) {
        this.client = client;
    }

    /** Returns true if DynamoDB has an operation with a name, for example {@code PutItem}. */
    public boolean has(String operation) {
        return ClientMethods.BY_NAME.containsKey(methodName(operation));
    }

    private static String methodName(String operation) {
        return operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1);
    }

    /**
     * Calls an operation.
     *
     * @throws DynamoDbException if the client throws it, or the SDK would not send the request because a value has
     *     another type or a required member is missing
     * @throws UnsupportedOperationException if the client does not implement the operation or a parameter
     */
    public ObjectNode call(String operation, ObjectNode request) {
        Method method = ClientMethods.BY_NAME.get(methodName(operation));
        if (method == null) {
            throw new UnsupportedOperationException("DynamoDB has no operation " + operation + ".");
        }
        try {
            SdkPojo builder =
                    (SdkPojo) method.getParameterTypes()[0].getMethod("builder").invoke(null);
            return SdkJson.write((SdkPojo) method.invoke(client, built(request, builder)));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof UnsupportedOperationException unsupported && unsupported.getMessage() == null) {
                // The default methods of the SDK's interface throw it.
                throw new UnsupportedOperationException(
                        "The embedded DynamoDB does not support " + operation + ".", unsupported);
            }
            throw e.getCause() instanceof RuntimeException runtime ? runtime : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The SDK's client cannot be called for " + operation, e);
        }
    }

    private static Object built(ObjectNode request, SdkPojo builder) {
        Object built;
        try {
            SdkJson.read(request, builder);
            built = ((Buildable) builder).build();
        } catch (IllegalArgumentException e) {
            throw refusal("SerializationException", String.valueOf(e.getMessage()));
        }
        List<String> missing = RequiredMembers.missing((SdkPojo) built);
        if (!missing.isEmpty()) {
            throw refusal(
                    "ValidationException",
                    missing.size() + (missing.size() == 1 ? " validation error" : " validation errors") + " detected: "
                            + missing.stream()
                                    .map(path -> "Value null at '" + path
                                            + "' failed to satisfy constraint: Member must not be null")
                                    .collect(Collectors.joining("; ")));
        }
        return built;
    }

    private static AwsServiceException refusal(String code, String message) {
        return DynamoDbException.builder()
                .message(message)
                .statusCode(BAD_REQUEST)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .serviceName("DynamoDb")
                        .build())
                .build();
    }

    /**
     * The methods that call operations. Reading them loads the model classes of all operations: only the first call
     * does it.
     */
    private static final class ClientMethods {

        static final Map<String, Method> BY_NAME = byName();

        private static Map<String, Method> byName() {
            Map<String, Method> methods = new HashMap<>();
            for (Method method : DynamoDbClient.class.getMethods()) {
                Class<?>[] parameters = method.getParameterTypes();
                if (parameters.length == 1 && DynamoDbRequest.class.isAssignableFrom(parameters[0])) {
                    methods.putIfAbsent(method.getName(), method);
                }
            }
            return Map.copyOf(methods);
        }
    }
}
