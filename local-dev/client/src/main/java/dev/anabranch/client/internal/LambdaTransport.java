package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.client.internal.transport.ApiAnswer;
import dev.anabranch.client.internal.transport.ApiCall;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.CallInterrupted;
import dev.anabranch.client.internal.transport.RequestRetries;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * A transport to the function of a run API without an HTTP API. Each request is an invocation with the event that API
 * Gateway would send
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
final class LambdaTransport implements Transport {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final LambdaClient lambda;
    private final String function;
    private final RequestRetries attempts;
    private final Transport links;

    /**
     * Creates a transport.
     *
     * @param lambda a client without retries, because this class retries
     * @param function the ARN of the function
     * @param links opens links in answers
     */
    LambdaTransport(LambdaClient lambda, String function, RequestRetries attempts, Transport links) {
        this.lambda = lambda;
        this.function = function;
        this.attempts = attempts;
        this.links = links;
    }

    @Override
    public String address() {
        return function;
    }

    @Override
    public ApiAnswer send(ApiCall call) {
        byte[] event = event(call).toString().getBytes(StandardCharsets.UTF_8);
        return attempts.answer((again, last) -> attempt(event, again, last));
    }

    private Optional<ApiAnswer> attempt(byte[] event, boolean again, boolean last) {
        try {
            InvokeResponse response =
                    lambda.invoke(request -> request.functionName(function).payload(SdkBytes.fromByteArray(event)));
            if (response.functionError() != null) {
                throw new ApiUnavailable("The function of the run API, " + function + ", failed: "
                        + json(response).path("errorMessage").asText() + ".");
            }
            return Optional.of(answer(json(response), again));
        } catch (AbortedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterrupted(new InterruptedException());
        } catch (AwsServiceException refusal) {
            return Optional.of(refused(refusal, again));
        } catch (SdkClientException failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CallInterrupted(new InterruptedException());
            }
            if (last || !DeployedStack.isOnTheWay(failure)) {
                throw DeployedStack.failure(failure, "Lambda");
            }
            return Optional.empty();
        }
    }

    private ApiAnswer refused(AwsServiceException refusal, boolean again) {
        String said = refusal.awsErrorDetails() == null
                ? String.valueOf(refusal.getMessage())
                : refusal.awsErrorDetails().errorMessage();
        if (refusal.statusCode() == FORBIDDEN || refusal.statusCode() == NOT_FOUND) {
            throw new ApiUnavailable(
                    "The function of the run API, " + function + ", cannot be called: " + said, refusal);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("message", said);
        return new ApiAnswer(refusal.statusCode(), Map.of(), body.toString().getBytes(StandardCharsets.UTF_8), again);
    }

    private static ObjectNode event(ApiCall call) {
        String[] target = call.target().split("\\?", 2);
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", target[0])
                .put("rawQueryString", target.length > 1 ? target[1] : "");
        ObjectNode headers = event.putObject("headers");
        call.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        ObjectNode context =
                event.putObject("requestContext").put("stage", "$default").put("requestId", "cli");
        context.putObject("http").put("method", call.method()).put("path", target[0]);
        if (call.body().length > 0) {
            event.put("body", Base64.getEncoder().encodeToString(call.body()));
        }
        return event.put("isBase64Encoded", call.body().length > 0);
    }

    private static ApiAnswer answer(JsonNode json, boolean again) {
        Map<String, String> headers = new HashMap<>();
        json.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        String body = json.path("body").asText("");
        return new ApiAnswer(
                json.path("statusCode").asInt(),
                headers,
                json.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(StandardCharsets.UTF_8),
                again);
    }

    private JsonNode json(InvokeResponse response) {
        try {
            return TaskJson.reader(JsonNode.class).readTree(response.payload().asByteArray());
        } catch (IOException e) {
            throw new ApiUnavailable(
                    "The function " + function + " is not that of a run API: its answer is not JSON.", e);
        }
    }

    @Override
    public InputStream open(URI link, Optional<String> range) throws IOException {
        return links.open(link, range);
    }
}
