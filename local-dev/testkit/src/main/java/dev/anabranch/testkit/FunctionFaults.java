package dev.anabranch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Injects the faults of one run and collects its attempts. Everything runs on one thread: while a function is called,
 * its attempt is the current one, to which the calls of its task and of the stores belong.
 */
final class FunctionFaults implements LambdaInvoker, StoreFaults {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Fault> faults;
    private final long seed;
    private final List<TestAttempt> attempts = new ArrayList<>();
    private final Map<ActionName, Throwable> thrown = new HashMap<>();
    private @Nullable LambdaInvoker functions;
    private @Nullable Delivery current;
    private @Nullable Ending ending;

    FunctionFaults(List<Fault> faults, long seed) {
        this.faults = List.copyOf(faults);
        this.seed = seed;
    }

    /** The actions of a call of a function. */
    private record Delivery(String node, List<List<Long>> paths, int attempt) {}

    /** How the process of the function was killed during the current attempt. */
    private record Ending(Fault.Kind kind, Duration timeLeft) {}

    private record ActionName(String run, String node, List<Long> path) {}

    /** Ends the process of a function; the runtime of actions does not catch it. */
    private static final class ProcessEnds extends VirtualMachineError {
        private static final long serialVersionUID = 1L;

        ProcessEnds(Fault.Kind kind) {
            super(
                    kind == Fault.Kind.CRASH
                            ? "Fault.crash() has ended the process of the function."
                            : "Fault.timeout() lets the task exceed its timeout.");
        }
    }

    /** Wraps the functions of a cloud. */
    LambdaInvoker before(LambdaInvoker behind) {
        functions = behind;
        return this;
    }

    /** Returns all attempts so far, in the order in which they ended. */
    List<TestAttempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Returns what the last failed attempt of an action has thrown. */
    Optional<Throwable> thrown(String run, String node, List<Long> path) {
        return Optional.ofNullable(thrown.get(new ActionName(run, node, path)));
    }

    // --------------------------------------------------------------------------------------------------- on the way

    @Override
    public CompletionStage<Answer> invoke(String function, byte[] payload, CallContext context) {
        Delivery delivery = delivery(payload, context.retryCount() + 1);
        Instant began = context.now();
        return faulty(delivery, function, payload, context)
                .whenComplete((answer, thrown) -> note(delivery, began, context.now(), succeeded(answer, thrown)));
    }

    private static boolean succeeded(@Nullable Answer answer, @Nullable Throwable thrown) {
        return thrown == null && answer != null && !answer.isError();
    }

    private void note(Delivery delivery, Instant began, Instant ended, boolean returned) {
        delivery.paths.forEach(
                path -> attempts.add(new TestAttempt(delivery.node, path, delivery.attempt, began, ended, returned)));
    }

    private CompletionStage<Answer> faulty(Delivery delivery, String function, byte[] payload, CallContext context) {
        Optional<Fault> fault = faults.stream()
                .filter(one -> one.kind().ofTheCall() && strikes(one, delivery))
                .findFirst();
        if (fault.isEmpty()) {
            return call(delivery, function, payload, context);
        }
        return switch (fault.get().kind()) {
            case THROTTLED -> CompletableFuture.failedFuture(LambdaException.throttled());
            case SERVICE_ERROR -> CompletableFuture.failedFuture(serviceError());
            case LOST_ANSWER ->
                call(delivery, function, payload, context).thenApply(answer -> {
                    throw serviceError();
                });
            case DELIVERED_TWICE ->
                call(delivery, function, payload, context)
                        .handle((answer, thrown) -> call(delivery, function, payload, context))
                        .thenCompose(second -> second);
            default ->
                context.after(fault.get().delay()).thenCompose(later -> call(delivery, function, payload, context));
        };
    }

    private static LambdaException serviceError() {
        return new LambdaException(
                "Lambda.ServiceException", "Injected: Lambda failed. (Service: Lambda, Status Code: 500)");
    }

    private CompletionStage<Answer> call(Delivery delivery, String function, byte[] payload, CallContext context) {
        if (functions == null) {
            throw new IllegalStateException("The faults wrap no functions.");
        }
        current = delivery;
        ending = null;
        CompletionStage<Answer> answer = functions.invoke(function, payload, context);
        current = null;
        Ending ended = ending;
        if (ended == null) {
            return answer;
        }
        if (ended.kind == Fault.Kind.CRASH) {
            return CompletableFuture.failedFuture(
                    LambdaException.crashed("RequestId: injected Error: Runtime exited with error: exit status 1"));
        }
        return context.after(ended.timeLeft).thenCompose(over -> {
            String text = String.format(
                    Locale.ROOT,
                    "RequestId: injected Error: Task timed out after %.2f seconds",
                    ended.timeLeft.toMillis() / 1000.0);
            return CompletableFuture.failedFuture(LambdaException.timedOut(text));
        });
    }

    private boolean strikes(Fault fault, Delivery delivery) {
        return delivery.paths.stream().anyMatch(path -> fault.strikes(delivery.node, path, delivery.attempt, seed));
    }

    private static Delivery delivery(byte[] payload, int attempt) {
        try {
            JsonNode json = MAPPER.readTree(payload);
            List<Long> path = path(json.path("path").asText());
            List<List<Long>> paths = new ArrayList<>();
            for (JsonNode entry : json.path("batch")) {
                List<Long> item = new ArrayList<>(path);
                item.add(entry.path("index").asLong());
                paths.add(item);
            }
            return new Delivery(json.path("node").asText(), paths.isEmpty() ? List.of(path) : paths, attempt);
        } catch (IOException e) {
            throw new UncheckedIOException("The payload of an invocation is not JSON.", e);
        }
    }

    static List<Long> path(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split("\\.", -1)).map(Long::valueOf).toList();
    }

    // -------------------------------------------------------------------------------------------------- in the task

    /** Returns the task with the faults that apply inside of it. */
    <I, O> Task<I, O> around(Task<I, O> task) {
        return (input, context) -> {
            try {
                for (Fault fault : faults) {
                    if (!fault.kind().ofTheCall() && fault.operation().isEmpty() && strikes(fault, context)) {
                        end(fault, context);
                    }
                }
                return task.run(input, context);
            } catch (Throwable failure) {
                thrown.put(new ActionName(context.runId(), context.node(), context.path()), failure);
                throw failure;
            }
        };
    }

    /** Selects faults by the state machine's count of attempts, like the faults of calls. */
    private boolean strikes(Fault fault, TaskContext context) {
        int attempt = current == null ? context.attempt() : current.attempt;
        return fault.strikes(context.node(), context.path(), attempt, seed);
    }

    private void end(Fault fault, TaskContext context) throws Exception {
        Exception exception = fault.exception();
        if (exception != null) {
            throw exception;
        }
        ending = new Ending(fault.kind(), context.timeLeft());
        throw new ProcessEnds(fault.kind());
    }

    // ------------------------------------------------------------------------------------------------ in the stores

    @Override
    public void before(Call call) {
        store(call, Fault.Kind.STORE_REFUSES);
    }

    @Override
    public void after(Call call) {
        store(call, Fault.Kind.STORE_ANSWER_LOST);
    }

    private void store(Call call, Fault.Kind kind) {
        Delivery delivery = current;
        if (delivery == null) {
            return;
        }
        for (Fault fault : faults) {
            if (fault.kind() == kind && fault.operation().equals(call.operation()) && strikes(fault, delivery)) {
                throw refusal(call);
            }
        }
    }

    private static SdkException refusal(Call call) {
        return call.service().equals("dynamodb")
                ? ProvisionedThroughputExceededException.builder()
                        .message("Injected: rate exceeded.")
                        .build()
                : S3Exception.builder()
                        .message("Injected: please reduce your request rate.")
                        .statusCode(503)
                        .build();
    }
}
