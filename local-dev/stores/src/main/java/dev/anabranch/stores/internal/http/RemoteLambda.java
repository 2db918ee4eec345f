package dev.anabranch.stores.internal.http;

import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Invokes functions through Lambda's public Invoke API, for example those of an emulator or a container. If the
 * connection fails before a response arrives, the call is retried up to five times; a function may therefore run more
 * than once, as on AWS.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
public final class RemoteLambda implements LambdaInvoker {

    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_ERROR = 400;
    private static final int UNQUALIFIED_COLONS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LAST_PAUSE = Duration.ofMillis(800);
    private static final int PAUSES_GROW = 2;

    private final URI endpoint;
    private final HttpClient client;

    /**
     * @param endpoint a URI without a path, for example {@code http://127.0.0.1:3001}
     * @param client an HTTP client for version 1.1, since emulators usually support no other version
     */
    public RemoteLambda(URI endpoint, HttpClient client) {
        this.endpoint = endpoint;
        this.client = client;
    }

    @Override
    public CompletionStage<Answer> invoke(String function, byte[] payload, CallContext context) {
        String name = URLEncoder.encode(function, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/2015-03-31/functions/" + name + "/invocations"))
                .header("Content-Type", "application/json")
                .header("X-Amz-Invocation-Type", "RequestResponse")
                .POST(HttpRequest.BodyPublishers.ofByteArray(payload))
                .build();
        return send(request, context, FIRST_PAUSE).handle((response, failure) -> {
            if (failure != null) {
                throw new LambdaException(
                        "Lambda.SdkClientException",
                        "Function " + function + " cannot be called at " + endpoint + ": " + reason(failure));
            }
            return answer(qualified(function, context.executionArn()), response);
        });
    }

    /** Retries after I/O errors, as the SDK does, since small servers drop connections under load. */
    private CompletionStage<HttpResponse<byte[]>> send(HttpRequest request, CallContext context, Duration pause) {
        return context.meanwhile(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()))
                .handle((response, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(response);
                    }
                    return pause.compareTo(LAST_PAUSE) > 0 || !(cause(failure) instanceof IOException)
                            ? CompletableFuture.<HttpResponse<byte[]>>failedStage(failure)
                            : context.after(pause)
                                    .thenCompose(passed -> send(request, context, pause.multipliedBy(PAUSES_GROW)));
                })
                .thenCompose(stage -> stage);
    }

    /** Returns the qualified ARN, as Lambda's error messages contain it, in the account and region of the execution. */
    private static String qualified(String function, String executionArn) {
        String[] caller = executionArn.split(":", 6);
        String arn = function.startsWith("arn:")
                ? function
                : "arn:" + caller[1] + ":lambda:" + caller[3] + ":" + caller[4] + ":function:" + function;
        return arn.chars().filter(c -> c == ':').count() > UNQUALIFIED_COLONS ? arn : arn + ":$LATEST";
    }

    private static Answer answer(String function, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == NOT_FOUND) {
            throw LambdaException.notFound(function);
        } else if (status == TOO_MANY_REQUESTS) {
            throw LambdaException.throttled();
        } else if (status >= FIRST_ERROR) {
            throw new LambdaException(
                    "Lambda.ServiceException",
                    new String(response.body(), StandardCharsets.UTF_8) + " (Status Code: " + status + ")");
        }
        String version = response.headers().firstValue("X-Amz-Executed-Version").orElse("$LATEST");
        boolean failed = response.headers().firstValue("X-Amz-Function-Error").isPresent();
        return failed ? Answer.functionError(version, response.body()) : Answer.result(version, response.body());
    }

    private static String reason(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
