package dev.anabranch.embedded.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.embedded.faults.FanOutOfThree.Action;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.stores.internal.storage.StoreFaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Lambda and the stores with a schedule of faults. Everything runs on one thread. */
final class FaultyWorld implements StoreFaults {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final long TIMEOUT = 1_000;
    private static final String GONE = "RequestId: 1 Error: Runtime exited with error: exit status 1";
    private static final byte[] KILLED = ("{\"errorType\": \"Runtime.ExitError\", \"errorMessage\": "
                    + "\"RequestId: 1 Error: Runtime exited with error: signal: killed\"}")
            .getBytes(StandardCharsets.UTF_8);

    /** Refuses the calls of a process that has been killed. */
    private static final class Dead extends Error {
        private static final long serialVersionUID = 1;

        Dead() {
            super("This process is dead.", null, false, false);
        }
    }

    /** An invocation in progress. */
    private static final class Running {
        final int ordinal;
        final Event event;
        int calls;

        @Nullable
        CompletionStage<LambdaInvoker.Answer> death;

        Running(int ordinal, Event event) {
            this.ordinal = ordinal;
            this.event = event;
        }
    }

    /** The payload of an invocation. */
    private static final class Event {
        private final String function;
        private final byte[] payload;
        private final CallContext context;
        private final List<Action> actions;

        Event(String function, byte[] payload, CallContext context, List<Action> actions) {
            this.function = function;
            this.payload = payload;
            this.context = context;
            this.actions = actions;
        }
    }

    private @Nullable LambdaInvoker behind;
    private final Deque<Running> running = new ArrayDeque<>();
    private final List<Event> givenUp = new ArrayList<>();
    private final List<Event> late = new ArrayList<>();
    private final List<Integer> calls = new ArrayList<>();
    private List<Fault> schedule = List.of();
    private Predicate<Action> always = action -> false;
    private Fault.@Nullable Kind persistent;
    private BiConsumer<Fault.Kind, Action> struck = (kind, action) -> {};
    private int invocations;
    private int strikes;

    /** Begins a run with these faults, each of which happens once. */
    void begin(List<Fault> faults, BiConsumer<Fault.Kind, Action> told) {
        schedule = new ArrayList<>(faults);
        struck = told;
        invocations = 0;
        strikes = 0;
        persistent = null;
        calls.clear();
        givenUp.clear();
        late.clear();
    }

    /** Begins a run with a fault in every invocation of an action. */
    void begin(Fault.Kind kind, Action action) {
        begin(List.of(), (what, where) -> {});
        persistent = kind;
        always = action::equals;
    }

    /** Returns the number of calls to stores of each invocation. */
    List<Integer> calls() {
        return List.copyOf(calls);
    }

    /** Returns the number of faults that have happened. */
    int strikes() {
        return strikes;
    }

    /** Delivers the events that were held back until the end of the run. */
    void deliverLate() {
        for (Event event : late) {
            run(event, -1);
        }
        late.clear();
    }

    /** Returns the functions as the state machine calls them. */
    LambdaInvoker over(LambdaInvoker functions) {
        behind = functions;
        return (function, payload, context) -> invoke(new Event(function, payload, context, actions(payload)));
    }

    private static List<Action> actions(byte[] payload) {
        try {
            JsonNode event = MAPPER.readTree(payload);
            String node = event.get("node").textValue();
            List<Action> actions = new ArrayList<>();
            event.path("batch")
                    .forEach(item ->
                            actions.add(new Action(node, item.get("index").intValue())));
            String path = event.get("path").textValue();
            return actions.isEmpty()
                    ? List.of(new Action(node, path.isEmpty() ? -1 : Integer.parseInt(path)))
                    : actions;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private CompletionStage<LambdaInvoker.Answer> invoke(Event event) {
        int ordinal = invocations++;
        Fault.Kind kind = fault(ordinal, -1, event, any -> true).orElse(null);
        if (kind == null) {
            return run(event, ordinal);
        }
        return switch (kind) {
            case INVOCATION_THROTTLED -> failed(LambdaInvoker.LambdaException.throttled());
            case LAMBDA_FAILS ->
                failed(new LambdaInvoker.LambdaException("Lambda.ServiceException", "Internal failure."));
            case DIES_AT_ONCE -> failed(LambdaInvoker.LambdaException.crashed(GONE));
            case RESULT_LOST -> {
                run(event, ordinal);
                told(kind, event);
                yield failed(new LambdaInvoker.LambdaException("Lambda.ServiceException", "Internal failure."));
            }
            case DELIVERED_TWICE -> {
                run(event, ordinal);
                told(kind, event);
                yield run(event, -1);
            }
            case DELIVERED_LATE -> {
                late.add(event);
                CompletionStage<LambdaInvoker.Answer> answer = run(event, ordinal);
                told(kind, event);
                yield answer;
            }
            case BEGINS_DURING_RETRY -> {
                givenUp.add(event);
                yield failed(LambdaInvoker.LambdaException.timedOut("Task timed out"));
            }
            case BEGINS_AFTER_RUN -> {
                late.add(event);
                yield failed(LambdaInvoker.LambdaException.timedOut("Task timed out"));
            }
            default -> throw new AssertionError(kind + " meets calls of stores.");
        };
    }

    private static CompletionStage<LambdaInvoker.Answer> failed(LambdaInvoker.LambdaException exception) {
        return CompletableFuture.failedFuture(exception);
    }

    private CompletionStage<LambdaInvoker.Answer> run(Event event, int ordinal) {
        Running now = new Running(ordinal, event);
        running.push(now);
        CompletionStage<LambdaInvoker.Answer> answer;
        try {
            answer = Objects.requireNonNull(behind).invoke(event.function, event.payload, event.context);
        } finally {
            running.pop();
        }
        if (ordinal >= 0) {
            while (calls.size() <= ordinal) {
                calls.add(0);
            }
            calls.set(ordinal, now.calls);
        }
        return now.death != null ? now.death : answer;
    }

    @Override
    public void before(Call call) {
        Running now = running.peek();
        if (now == null) {
            return;
        }
        if (now.death != null) {
            throw new Dead();
        }
        int ordinal = now.calls++;
        if (now.ordinal < 0) {
            return;
        }
        deliverGivenUp(now, ordinal);
        fault(now.ordinal, ordinal, now.event, kind -> !kind.isAfter()).ifPresent(kind -> strike(kind, now, call));
    }

    /** Resumes an older attempt after the newer one has claimed the record. */
    private void deliverGivenUp(Running now, int call) {
        if (call == 1) {
            List<Event> same = givenUp.stream()
                    .filter(event -> event.actions.equals(now.event.actions))
                    .toList();
            givenUp.removeAll(same);
            for (Event event : same) {
                told(Fault.Kind.BEGINS_DURING_RETRY, event);
                run(event, -1);
            }
        }
    }

    @Override
    public void after(Call call) {
        Running now = running.peek();
        if (now != null && now.ordinal >= 0 && now.death == null) {
            fault(now.ordinal, now.calls - 1, now.event, Fault.Kind::isAfter)
                    .ifPresent(kind -> strike(kind, now, call));
        }
    }

    private Optional<Fault.Kind> fault(int invocation, int call, Event event, Predicate<Fault.Kind> which) {
        if (persistent != null) {
            boolean meets = event.actions.stream().anyMatch(always)
                    && (persistent.where == Fault.Kind.Where.STORE) == (call >= 0)
                    && which.test(persistent);
            return meets ? Optional.of(persistent) : Optional.empty();
        }
        for (Fault fault : schedule) {
            if (fault.invocation() == invocation && fault.call() == call && which.test(fault.kind())) {
                schedule.remove(fault);
                strikes++;
                return Optional.of(fault.kind());
            }
        }
        return Optional.empty();
    }

    private void told(Fault.Kind kind, Event event) {
        event.actions.forEach(action -> struck.accept(kind, action));
    }

    private void strike(Fault.Kind kind, Running now, Call call) {
        told(kind, now.event);
        switch (kind) {
            case THROTTLED -> throw throttled(call);
            case STORE_FAILS -> throw failing(call);
            case STORE_TIMES_OUT, ANSWER_LOST -> throw ApiCallTimeoutException.create(TIMEOUT);
            case CRASH_BEFORE, CRASH_AFTER -> die(now, failed(LambdaInvoker.LambdaException.crashed(GONE)));
            case OUT_OF_TIME -> die(now, failed(LambdaInvoker.LambdaException.timedOut("Task timed out")));
            case KILLED ->
                die(now, CompletableFuture.completedFuture(LambdaInvoker.Answer.functionError("$LATEST", KILLED)));
            case OVERTAKEN_BY_DUPLICATE -> run(now.event, -1);
            default -> throw new AssertionError(kind + " meets invocations.");
        }
    }

    private static void die(Running now, CompletionStage<LambdaInvoker.Answer> how) {
        now.death = how;
        throw new Dead();
    }

    private static RuntimeException throttled(Call call) {
        return call.service().equals("dynamodb")
                ? ProvisionedThroughputExceededException.builder()
                        .message("Rate exceeded.")
                        .build()
                : S3Exception.builder()
                        .message("Please reduce your request rate.")
                        .statusCode(503)
                        .build();
    }

    private static RuntimeException failing(Call call) {
        return call.service().equals("dynamodb")
                ? InternalServerErrorException.builder()
                        .message("Internal server error.")
                        .statusCode(500)
                        .build()
                : S3Exception.builder()
                        .message("We encountered an internal error.")
                        .statusCode(500)
                        .build();
    }
}
