package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.value.SentJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The integration {@code lambda:invoke}. It converts the arguments of a state to a payload, and the response to the
 * result that AWS returns. A function error keeps the error name of the function; its cause is a JSON text.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html">Lambda integration</a>
 */
public final class LambdaIntegration implements Integration {

    private static final int RECENT = 64;

    private final LambdaInvoker invoker;
    private final AtomicReferenceArray<@Nullable ResponseMetadata> recent = new AtomicReferenceArray<>(RECENT);

    /** @param invoker invokes the functions */
    public LambdaIntegration(LambdaInvoker invoker) {
        this.invoker = invoker;
    }

    /**
     * Invokes {@code FunctionName} with {@code Payload}. The result has {@code Payload} and the metadata of the
     * service.
     */
    @Override
    public CompletionStage<JsonNode> call(JsonNode arguments, CallContext context) {
        JsonNode name = arguments.path("FunctionName");
        if (!name.isTextual()) {
            throw new IntegrationFailure(
                    "States.Runtime", "The arguments of lambda:invoke require the text field 'FunctionName'.");
        }
        byte[] event = event(arguments.path("Payload"));
        // AWS reformats a function's error document for lambda:invoke, and passes it unchanged for a function ARN.
        return answer(name.textValue(), event, context, document -> payload(document)
                        .toString())
                .thenApply(answer -> result(answer, context));
    }

    /** Invokes a function by its ARN. The input is the payload, and the response of the function is the result. */
    public CompletionStage<JsonNode> callFunction(String functionArn, JsonNode input, CallContext context) {
        return answer(functionArn, JsonBytes.write(input), context, JsonBytes::text)
                .thenApply(answer -> SentJson.of(payload(answer.payload()), JsonBytes.text(answer.payload())));
    }

    /**
     * Returns the event for a payload. A missing or null payload is an empty object. A text is the event itself and
     * must be JSON.
     */
    private static byte[] event(JsonNode payload) {
        if (payload.isMissingNode() || payload.isNull()) {
            return JsonBytes.write(JsonBytes.object());
        }
        if (!payload.isTextual()) {
            return JsonBytes.write(payload);
        }
        byte[] text = payload.textValue().getBytes(StandardCharsets.UTF_8);
        try {
            JsonBytes.read(text);
            return text;
        } catch (IOException notJson) {
            throw new IntegrationFailure(
                    "Lambda.InvalidRequestContentException",
                    "Could not parse request body into json: " + notJson.getMessage()
                            + " (Service: AWSLambda; Status Code: 400; Error Code: InvalidRequestContentException)");
        }
    }

    private CompletionStage<LambdaInvoker.Answer> answer(
            String function, byte[] event, CallContext context, Function<byte[], String> causeOf) {
        return invoker.invoke(function, event, context).handle((answer, thrown) -> {
            if (thrown != null) {
                throw failure(thrown);
            }
            if (answer.isError()) {
                throw functionError(answer.payload(), causeOf);
            }
            return answer;
        });
    }

    private static RuntimeException failure(Throwable thrown) {
        Throwable reason =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (reason instanceof LambdaInvoker.LambdaException service) {
            return new IntegrationFailure(
                    service.error(),
                    service.error().equals("Sandbox.Timedout")
                                    || service.error().equals("Lambda.Unknown")
                            ? service.document().toString()
                            : service.getMessage());
        }
        return reason instanceof RuntimeException runtime ? runtime : new CompletionException(reason);
    }

    private static IntegrationFailure functionError(byte[] document, Function<byte[], String> causeOf) {
        JsonNode error = payload(document);
        String type = error.path("errorType").asText("");
        return new IntegrationFailure(type.isEmpty() ? "Lambda.Unknown" : type, causeOf.apply(document));
    }

    private static JsonNode payload(byte[] bytes) {
        if (bytes.length == 0) {
            return JsonBytes.object().nullNode();
        }
        try {
            return JsonBytes.read(bytes);
        } catch (IOException notJson) {
            throw new IntegrationFailure(
                    "States.Runtime", "The response of the function is not JSON: " + notJson.getMessage());
        }
    }

    private JsonNode result(LambdaInvoker.Answer answer, CallContext context) {
        ResponseMetadata metadata = metadata(answer, context);
        ObjectNode result = JsonBytes.object();
        result.put("ExecutedVersion", answer.executedVersion());
        result.set("Payload", payload(answer.payload()));
        result.set("SdkHttpMetadata", metadata.http());
        result.set("SdkResponseMetadata", metadata.response());
        result.put("StatusCode", 200);
        return result;
    }

    /** Returns the metadata of a response. The iterations of a Map often share one, because nodes are not changed. */
    private ResponseMetadata metadata(LambdaInvoker.Answer answer, CallContext context) {
        ResponseMetadata.Key key = new ResponseMetadata.Key(
                answer.executedVersion(),
                context.executionArn(),
                context.stateName(),
                context.retryCount(),
                answer.payload().length,
                context.now().getEpochSecond());
        int slot = Math.floorMod(context.executionArn().hashCode(), RECENT);
        ResponseMetadata known = recent.get(slot);
        if (known == null || !known.key().equals(key)) {
            known = ResponseMetadata.of(key);
            recent.set(slot, known);
        }
        return known;
    }
}
