package dev.anabranch.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.ActionHost;
import dev.anabranch.action.ActionRunner;
import dev.anabranch.action.Delivery;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lambda functions in this process: a function is a task's {@link ActionRunner}, called with the bytes that it would be sent on AWS
 * and answering with the bytes that it would answer.
 */
final class LocalFunctions implements LambdaInvoker {

    private static final String VERSION = "$LATEST";

    private final Map<String, Function> functions = new ConcurrentHashMap<>();
    private final ActionHost host;
    private final Executor threads;
    private final InstantSource clock;
    private final @Nullable LambdaInvoker elsewhere;

    private record Function(ActionRunner runner, Duration timeout) {}

    /**
     * Functions that run on {@code threads}.
     *
     * @param elsewhere calls the functions that are not here, or null if there are no others
     */
    LocalFunctions(ActionHost host, Executor threads, InstantSource clock, @Nullable LambdaInvoker elsewhere) {
        this.elsewhere = elsewhere;
        this.host = host;
        this.threads = threads;
        this.clock = clock;
    }

    /** Makes a function for a task. */
    void create(String arn, Class<?> task, Duration timeout) {
        functions.put(arn, new Function(ActionRunner.of(task, host), timeout));
    }

    @Override
    public CompletionStage<Answer> invoke(String arn, byte[] payload, CallContext context) {
        Function function = find(arn);
        if (function == null) {
            return elsewhere == null
                    ? CompletableFuture.failedFuture(LambdaException.notFound(arn))
                    : elsewhere.invoke(arn, payload, context);
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        // Nobody waits for it any more: its run was stopped, say. What has begun is told by its record.
        AtomicBoolean abandoned = new AtomicBoolean();
        context.onAbandoned(() -> abandoned.set(true));
        threads.execute(() -> {
            if (!abandoned.get()) {
                run(function, payload, context, answer);
            }
        });
        return answer;
    }

    /** By ARN, or by name: the last part of the ARN. */
    private @Nullable Function find(String nameOrArn) {
        Function exact = functions.get(nameOrArn);
        if (exact != null || nameOrArn.startsWith("arn:")) {
            return exact;
        }
        return functions.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(":function:" + nameOrArn))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    /** The function's own time-out, which Lambda enforces from outside, is the engine's: a thread cannot be ended from outside. */
    private void run(Function function, byte[] payload, CallContext context, CompletableFuture<Answer> answer) {
        try {
            Delivery delivery = new Delivery(clock.instant().plus(function.timeout()), context.executionArn());
            answer.complete(Answer.result(VERSION, function.runner().handle(payload, delivery)));
        } catch (OutOfMemoryError e) {
            answer.completeExceptionally(LambdaException.crashed(
                    "RequestId: local Error: Runtime exited with error: out of memory (" + e.getMessage() + ")"));
        } catch (RuntimeException | Error e) {
            answer.complete(Answer.functionError(VERSION, failure(e)));
        }
    }

    /** What Lambda's Java runtime answers for an exception. */
    private static byte[] failure(Throwable thrown) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("errorMessage", String.valueOf(thrown.getMessage()));
        json.put("errorType", thrown.getClass().getName());
        var trace = json.putArray("stackTrace");
        if (!(thrown instanceof ActionFailure)) {
            for (StackTraceElement frame : thrown.getStackTrace()) {
                trace.add(frame.toString());
            }
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
