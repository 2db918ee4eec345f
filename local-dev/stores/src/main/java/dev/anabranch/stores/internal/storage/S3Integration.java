package dev.anabranch.stores.internal.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.EngineBuilder;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.Integration;
import dev.anabranch.engine.integration.IntegrationFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * The integration of S3 operations for Task states. Parameters and results are named as in the API reference. As on
 * AWS, {@code putObject} writes its body as JSON text including quotes, and {@code getObject} returns the body as the
 * text of the object.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html">AWS SDK
 *     integrations</a>
 */
public final class S3Integration implements Integration {

    private final String operation;
    private final Function<JsonNode, ObjectNode> action;
    private final Executor threads;

    private S3Integration(String operation, Function<JsonNode, ObjectNode> action, Executor threads) {
        this.operation = operation;
        this.action = action;
        this.threads = threads;
    }

    /**
     * Registers {@code aws-sdk:s3:getObject}, {@code putObject}, {@code headObject}, {@code deleteObject},
     * {@code copyObject} and {@code listObjectsV2}.
     *
     * @param threads runs the calls of the client, which may block
     */
    public static void register(EngineBuilder engine, S3Client client, Executor threads) {
        register(engine, threads, "getObject", arguments -> get(client, arguments));
        register(engine, threads, "putObject", arguments -> put(client, arguments));
        register(
                engine,
                threads,
                "headObject",
                arguments -> write(client.headObject(read(arguments, HeadObjectRequest.builder()))));
        register(
                engine,
                threads,
                "deleteObject",
                arguments -> write(client.deleteObject(read(arguments, DeleteObjectRequest.builder()))));
        register(
                engine,
                threads,
                "copyObject",
                arguments -> write(client.copyObject(read(arguments, CopyObjectRequest.builder()))));
        register(
                engine,
                threads,
                "listObjectsV2",
                arguments -> write(client.listObjectsV2(read(arguments, ListObjectsV2Request.builder()))));
    }

    private static void register(
            EngineBuilder engine, Executor threads, String operation, Function<JsonNode, ObjectNode> action) {
        engine.integration("aws-sdk:s3:" + operation, new S3Integration(operation, action, threads));
    }

    private static ObjectNode get(S3Client client, JsonNode arguments) {
        ResponseBytes<GetObjectResponse> object = client.getObjectAsBytes(read(arguments, GetObjectRequest.builder()));
        return write(object.response()).put("Body", object.asUtf8String());
    }

    private static ObjectNode put(S3Client client, JsonNode arguments) {
        JsonNode body = arguments.path("Body");
        String text = body.isMissingNode() ? "" : body.toString();
        return write(client.putObject(read(arguments, PutObjectRequest.builder()), RequestBody.fromString(text)));
    }

    /** Sets the fields of a request from JSON. Ignores members that are not fields of the request, such as the body. */
    private static <B extends SdkBuilder<B, R> & SdkPojo, R> R read(JsonNode arguments, B builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            JsonNode value = arguments.get(field.memberName());
            if (value != null && !value.isNull()) {
                field.set(builder, value(field, value));
            }
        }
        return builder.build();
    }

    private static Object value(SdkField<?> field, JsonNode value) {
        if (field.marshallingType() == MarshallingType.INTEGER) {
            return value.asInt();
        } else if (field.marshallingType() == MarshallingType.LONG) {
            return value.asLong();
        } else if (field.marshallingType() == MarshallingType.BOOLEAN) {
            return value.asBoolean();
        } else if (field.marshallingType() == MarshallingType.STRING) {
            return value.asText();
        }
        throw new UnsupportedOperationException(
                "The embedded S3 does not support " + field.memberName() + " in a task.");
    }

    private static ObjectNode write(SdkPojo response) {
        return SdkJson.writeResult(response);
    }

    @Override
    public CompletionStage<JsonNode> call(JsonNode arguments, CallContext context) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                answer.complete(action.apply(arguments.isObject() ? arguments : JsonNodeFactory.instance.objectNode()));
            } catch (S3Exception e) {
                answer.completeExceptionally(new IntegrationFailure("S3." + ServiceErrors.sdkName(e), e.getMessage()));
            } catch (RuntimeException e) {
                answer.completeExceptionally(new IntegrationFailure(
                        "S3.SdkClientException", operation + " could not be called: " + e.getMessage()));
            }
        });
        return answer;
    }
}
