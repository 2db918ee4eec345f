package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.value.SentJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The integration {@code lambda:invoke}. It converts the arguments of a state to a payload, and the response to the
 * result that AWS returns. A function error keeps the error name of the function; its cause is a JSON text.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html">Lambda integration</a>
 */
public final class LambdaIntegration implements Integration {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final LambdaInvoker invoker;
    private volatile HttpDate latest = new HttpDate(Long.MIN_VALUE, "");

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
        ObjectNode result = JsonBytes.object();
        result.put("ExecutedVersion", answer.executedVersion());
        result.set("Payload", payload(answer.payload()));
        ObjectNode http = result.putObject("SdkHttpMetadata");
        ObjectNode all = http.putObject("AllHttpHeaders");
        ObjectNode first = http.putObject("HttpHeaders");
        String requestId = Integer.toHexString(context.executionArn().hashCode()) + "-"
                + Integer.toHexString(context.stateName().hashCode()) + "-" + context.retryCount();
        header(all, first, "X-Amz-Executed-Version", answer.executedVersion());
        header(all, first, "x-amzn-Remapped-Content-Length", "0");
        header(all, first, "Connection", "keep-alive");
        header(all, first, "x-amzn-RequestId", requestId);
        header(all, first, "Content-Length", Integer.toString(answer.payload().length));
        header(all, first, "Date", httpDate(context.now()));
        header(all, first, "X-Amzn-Trace-Id", "Root=" + requestId);
        header(all, first, "Content-Type", "application/json");
        http.put("HttpStatusCode", 200);
        result.putObject("SdkResponseMetadata").put("RequestId", requestId);
        result.put("StatusCode", 200);
        return result;
    }

    /** Returns the HTTP date of a time. Caches the text of the latest second, because many responses share it. */
    private String httpDate(Instant now) {
        HttpDate known = latest;
        if (known.second() != now.getEpochSecond()) {
            known = new HttpDate(now.getEpochSecond(), HTTP_DATE.format(now));
            latest = known;
        }
        return known.text();
    }

    private record HttpDate(long second, String text) {}

    private static void header(ObjectNode all, ObjectNode first, String name, String value) {
        all.putArray(name).add(value);
        first.put(name, value);
    }
}
