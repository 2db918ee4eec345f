package dev.anabranch.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.ActionRunner;
import dev.anabranch.action.Delivery;
import dev.anabranch.billing.FunctionMeter;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
    private final Executor threads;
    private final InstantSource clock;
    private final @Nullable LambdaInvoker elsewhere;

    private final FunctionMeter meter;

    private record Function(ActionRunner runner, Duration timeout, int memoryMb) {}

    /**
     * Functions that run on {@code threads}.
     *
     * @param meter told of every invocation
     * @param elsewhere calls the functions that are not here, or null if there are no others
     */
    LocalFunctions(Executor threads, InstantSource clock, FunctionMeter meter, @Nullable LambdaInvoker elsewhere) {
        this.meter = meter;
        this.elsewhere = elsewhere;
        this.threads = threads;
        this.clock = clock;
    }

    /** Makes a function. */
    void create(String arn, ActionRunner runner, Duration timeout, int memoryMb) {
        functions.put(arn, new Function(runner, timeout, memoryMb));
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
                answer(function, payload, context, answer);
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

    /** Metered before it is answered, so that the bill is complete when a run ends. */
    private void answer(Function function, byte[] payload, CallContext context, CompletableFuture<Answer> answer) {
        Instant began = clock.instant();
        Runnable answering;
        try {
            Answer result = run(function, payload, context);
            answering = () -> answer.complete(result);
        } catch (LambdaException e) {
            answering = () -> answer.completeExceptionally(e);
        }
        meter.invoked(function.memoryMb(), Duration.between(began, clock.instant()));
        answering.run();
    }

    /** The function's own time-out, which Lambda enforces from outside, is the engine's: a thread cannot be ended from outside. */
    private Answer run(Function function, byte[] payload, CallContext context) {
        try {
            Delivery delivery = new Delivery(clock.instant().plus(function.timeout()), context.executionArn());
            return Answer.result(VERSION, function.runner().handle(payload, delivery));
        } catch (RuntimeException | Error e) {
            return Answer.functionError(VERSION, failure(e));
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
