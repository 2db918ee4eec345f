package dev.anabranch.embedded.internal.cloud;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.embedded.internal.billing.FunctionMeter;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.invoke.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lambda functions in this process. A function is the {@link ActionRunner} of a task; its requests and responses have
 * the same bytes as on AWS.
 */
final class LocalFunctions implements LambdaInvoker {

    private static final String VERSION = "$LATEST";
    private static final String REQUEST = "RequestId: 00000000-0000-4000-8000-000000000000 Error: ";

    /** How long an interrupted thread has to return before it is reported. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * The maximum length of a message. The cause of a failure is part of a payload of the state machine, which has at
     * most 256 KB.
     */
    private static final int MESSAGE_CHARACTERS = 8_192;

    private static final int FRAMES = 64;

    private final Map<String, Function> functions = new ConcurrentHashMap<>();
    private final Set<Execution> working = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Executor threads;
    private final EngineClock clock;
    private final @Nullable LambdaInvoker elsewhere;
    private final int concurrency;
    private final FunctionMeter meter;
    private final Consumer<String> complaints;

    private record Function(String name, ActionRunner runner, Duration timeout, int memoryMb) {}

    /**
     * Creates functions that run on {@code threads}.
     *
     * @param concurrency the maximum number of invocations in flight; more are throttled
     * @param meter receives every invocation
     * @param complaints receives messages about threads that do not end
     * @param elsewhere calls the functions that are not deployed here, or null if there are no others
     */
    LocalFunctions(
            Executor threads,
            EngineClock clock,
            int concurrency,
            FunctionMeter meter,
            Consumer<String> complaints,
            @Nullable LambdaInvoker elsewhere) {
        this.meter = meter;
        this.elsewhere = elsewhere;
        this.threads = threads;
        this.clock = clock;
        this.concurrency = concurrency;
        this.complaints = complaints;
    }

    /** Creates a function. */
    void create(String arn, ActionRunner runner, Duration timeout, int memoryMb) {
        functions.put(arn, new Function(arn.substring(arn.lastIndexOf(':') + 1), runner, timeout, memoryMb));
    }

    @Override
    public CompletionStage<Answer> invoke(String arn, byte[] payload, CallContext context) {
        Function function = find(arn);
        if (function == null) {
            return elsewhere == null
                    ? CompletableFuture.failedFuture(LambdaException.notFound(arn))
                    : elsewhere.invoke(arn, payload, context);
        }
        if (inFlight.incrementAndGet() > concurrency) {
            inFlight.decrementAndGet();
            return CompletableFuture.failedFuture(LambdaException.throttled());
        }
        Execution execution = new Execution(function, payload, context);
        context.onAbandoned(execution::abandon);
        try {
            threads.execute(execution);
        } catch (OutOfMemoryError noThread) {
            execution.refuse();
        } catch (RuntimeException closed) {
            inFlight.decrementAndGet();
            throw closed;
        }
        return execution.answer;
    }

    /**
     * Fails the invocation whose thread ends the process. The thread itself continues to wait.
     *
     * @return false if the thread works for no invocation
     */
    boolean exits(Thread thread) {
        Optional<Execution> exiting = working.stream()
                .filter(execution -> execution.call.hasStarted(thread))
                .findFirst();
        exiting.ifPresent(Execution::exit);
        return exiting.isPresent();
    }

    /** Returns whether an invocation is in flight. */
    boolean areWorking() {
        return inFlight.get() > 0;
    }

    /** Finds a function by its ARN, or by its name, which is the last part of the ARN. */
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

    /** One invocation. */
    private final class Execution implements Runnable {
        private final Function function;
        private final byte[] payload;
        private final CallContext context;
        private final FunctionCall call;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private boolean begun;
        private Instant began = Instant.EPOCH;

        Execution(Function function, byte[] payload, CallContext context) {
            this.function = function;
            this.payload = payload;
            this.context = context;
            this.call = new FunctionCall(function.name(), context.executionArn());
        }

        /**
         * Ends an invocation that has not begun, because no caller waits for its answer: its run was stopped, for
         * example.
         */
        void abandon() {
            synchronized (this) {
                if (begun || !call.end()) {
                    return;
                }
            }
            inFlight.decrementAndGet();
        }

        /** Fails the invocation because no thread can be created for it. */
        void refuse() {
            if (call.end()) {
                inFlight.decrementAndGet();
                answer.completeExceptionally(LambdaException.throttled());
            }
        }

        @Override
        public void run() {
            synchronized (this) {
                begun = true;
            }
            began = clock.instant();
            EngineClock.Timer timeout = clock.schedule(function.timeout(), this::timeOut);
            working.add(this);
            Answer[] result = new Answer[1];
            try {
                call.run(() -> result[0] = handle());
            } catch (Throwable lost) { // for example, a class that cannot be loaded: the caller would wait forever
                if (call.end()) {
                    ended(() -> answer.completeExceptionally(LambdaException.crashed(REQUEST
                            + "Runtime exited with error: " + lost.getClass().getName())));
                }
                throw lost;
            } finally {
                timeout.cancel();
                working.remove(this);
            }
            if (result[0] != null && call.end()) {
                ended(() -> answer.complete(result[0]));
            }
        }

        private Answer handle() {
            try {
                Delivery delivery = new Delivery(began.plus(function.timeout()), context.executionArn());
                return Answer.result(VERSION, function.runner().handle(payload, delivery));
            } catch (Throwable thrown) { // the caller needs an answer for any Throwable of a task
                return Answer.functionError(VERSION, failure(thrown));
            }
        }

        /**
         * Ends the invocation like a timeout of Lambda. Java cannot stop a thread: it is interrupted, and its later
         * results are ignored.
         */
        private void timeOut() {
            String text = String.format(
                    Locale.ROOT,
                    "%sTask timed out after %.2f seconds",
                    REQUEST,
                    function.timeout().toMillis() / 1_000.0);
            if (call.end()) {
                ended(() -> answer.completeExceptionally(LambdaException.timedOut(text)));
                call.interrupt();
                clock.schedule(GRACE, this::complain);
            }
        }

        /** Ends the invocation like a function of Lambda that ends its process, with a message that names the cause. */
        void exit() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put(
                    "errorMessage",
                    "The task called System.exit or Runtime.exit, which ends the process of its function. Let it return a"
                            + " result or throw an exception instead.");
            json.put("errorType", "Runtime.ExitError");
            if (call.end()) {
                ended(() -> answer.complete(Answer.functionError(VERSION, bytes(json))));
                call.interrupt();
            }
        }

        /** Records the invocation's duration before it is answered, so that the bill is complete when a run ends. */
        private void ended(Runnable answering) {
            inFlight.decrementAndGet();
            meter.invoked(function.memoryMb(), Duration.between(began, clock.instant()));
            answering.run();
        }

        private void complain() {
            for (Thread thread : call.threads()) {
                complaints.accept("The " + call + " has not returned " + GRACE.toSeconds()
                        + " seconds after its timeout of " + function.timeout().toSeconds()
                        + " seconds, although it was interrupted. Its thread `" + thread.getName()
                        + "` uses memory and CPU time until the process ends; another thread replaces it."
                        + " Threads that have not returned: " + unreturned() + ".");
            }
        }
    }

    /** Returns the number of threads that still work for invocations that have ended. */
    private long unreturned() {
        return working.stream()
                .filter(execution -> execution.call.hasEnded())
                .mapToLong(execution -> execution.call.threads().size())
                .sum();
    }

    /** Returns the response of Lambda's Java runtime for an exception. */
    private static byte[] failure(Throwable thrown) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        String message = said(thrown);
        json.put(
                "errorMessage",
                message.length() > MESSAGE_CHARACTERS ? message.substring(0, MESSAGE_CHARACTERS) + "..." : message);
        json.put("errorType", thrown.getClass().getName());
        ArrayNode trace = json.putArray("stackTrace");
        if (!(thrown instanceof ActionFailure)) {
            frames(thrown).limit(FRAMES).forEach(frame -> trace.add(frame.toString()));
        }
        return bytes(json);
    }

    /** Returns the message of an exception, whose methods may be overridden by a task's exception. */
    private static String said(Throwable thrown) {
        try {
            return String.valueOf(thrown.getMessage());
        } catch (Throwable hostile) {
            return "getMessage() threw " + hostile.getClass().getName();
        }
    }

    private static Stream<StackTraceElement> frames(Throwable thrown) {
        try {
            return Stream.of(thrown.getStackTrace());
        } catch (Throwable hostile) {
            return Stream.empty();
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
