package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import dev.anabranch.stores.internal.http.stepfunctions.StepFunctionsApi;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.storage.S3ObjectStore;
import dev.anabranch.stores.internal.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A Step Functions endpoint with a virtual clock that runs all work on the calling thread. */
final class FuzzCloud implements AutoCloseable {

    private final Storage storage = Storage.inMemory();
    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Engine engine;
    private final StepFunctionsApi api;

    FuzzCloud(long seed) {
        EmbeddedS3 s3 = new EmbeddedS3(storage, clock);
        s3.createBucket(request -> request.bucket("bucket"));
        engine = Engine.builder()
                .clock(clock)
                .executor(new CallerThreadExecutor())
                .blockingExecutor(Runnable::run)
                .random(new Random(seed))
                .functions(FuzzCloud::function)
                .objects(new S3ObjectStore(s3))
                .build();
        api = new StepFunctionsApi(engine, clock);
    }

    ObjectNode call(String operation, ObjectNode body) {
        return ProtocolJson.parse(ProtocolJson.bytes(api.call(operation, new JsonRequest(body))));
    }

    String end(String machine, String input, boolean express) {
        String arn;
        try {
            arn = call(
                            "StartExecution",
                            ProtocolJson.object()
                                    .put("stateMachineArn", machine)
                                    .put("input", input))
                    .path("executionArn")
                    .asText();
        } catch (ApiException e) {
            return named(e);
        }
        CompletableFuture<ExecutionSnapshot> ending = engine.completion(arn);
        String ended = ending.isDone() ? "" : "WAITING";
        if (!ending.isDone()) {
            call("StopExecution", ProtocolJson.object().put("executionArn", arn));
        }
        assertThat(ending).as("end of the execution").isDone();
        ExecutionSnapshot snapshot = ending.join();
        assertThat(snapshot.status()).isNotEqualTo(ExecutionStatus.RUNNING);
        if (snapshot.status() == ExecutionStatus.FAILED) {
            assertThat(String.valueOf(snapshot.cause())).doesNotContain("The engine failed");
        }
        if (!express) {
            look(arn);
        }
        return ended + snapshot.status();
    }

    /** Checks that the read operations on an execution succeed. */
    private void look(String arn) {
        ObjectNode execution = ProtocolJson.object().put("executionArn", arn);
        assertThat(call("DescribeExecution", execution).path("status").asText()).isNotEmpty();
        JsonNode events = call(
                        "GetExecutionHistory",
                        execution.deepCopy().put("reverseOrder", true).put("maxResults", 5))
                .path("events");
        assertThat(events.path(0).path("type").asText())
                .isIn("ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted");
        call("ListMapRuns", execution);
    }

    @Override
    public void close() {
        engine.close();
        storage.close();
    }

    Engine engine() {
        return engine;
    }

    /** Returns the type of a client error. Throws server errors, and fails if the message exposes Java types. */
    static String named(ApiException e) {
        if (e.status() >= 500) {
            throw e;
        }
        String type = e.toJson().path("__type").asText();
        assertThat(type).isNotEmpty().isNotEqualTo("null");
        // AWS quotes the unreadable source and the ARN, which may contain any text.
        assertThat(String.valueOf(e.getMessage())
                        .replaceAll("(?s)\\[Source: .*", "")
                        .replaceAll("(?s)(?<=Invalid ARN prefix: ).*", ""))
                .isNotEmpty()
                .doesNotContain("java.lang.", "NullPointer");
        return type;
    }

    /** A function that, depending on its payload, returns it, fails, responds late or returns invalid JSON. */
    private static CompletionStage<LambdaInvoker.Answer> function(
            String function, byte[] payload, CallContext context) {
        return switch ((Arrays.hashCode(payload) + context.retryCount()) & 15) {
            case 0 ->
                CompletableFuture.completedFuture(LambdaInvoker.Answer.functionError(
                        "$LATEST", "{\"errorType\":\"Oops\",\"errorMessage\":\"x\"}".getBytes(StandardCharsets.UTF_8)));
            case 1 -> CompletableFuture.failedFuture(LambdaInvoker.LambdaException.throttled());
            case 2 -> CompletableFuture.failedFuture(LambdaInvoker.LambdaException.notFound(function));
            case 3 ->
                context.after(Duration.ofHours(1)).thenApply(later -> LambdaInvoker.Answer.result("$LATEST", payload));
            case 4 ->
                CompletableFuture.completedFuture(
                        LambdaInvoker.Answer.result("$LATEST", "not json".getBytes(StandardCharsets.UTF_8)));
            case 5 ->
                CompletableFuture.completedFuture(
                        LambdaInvoker.Answer.functionError("$LATEST", "[1]".getBytes(StandardCharsets.UTF_8)));
            default -> CompletableFuture.completedFuture(LambdaInvoker.Answer.result("$LATEST", payload));
        };
    }
}
