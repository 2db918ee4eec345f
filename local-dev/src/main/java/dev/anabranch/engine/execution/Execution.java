package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.history.History;
import dev.anabranch.engine.metering.Meter;
import dev.anabranch.engine.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One execution. Public methods may be called by any thread; everything else happens in messages of its mailbox. */
public final class Execution {

    private final ExecutionSpec spec;
    private final Ports ports;
    private final Host host;
    private final Consumer<ExecutionSnapshot> whenEnded;
    private final Mailbox mailbox;
    private final History history;
    private final Instant startDate;
    private volatile ExecutionSnapshot snapshot;
    private @Nullable Strand root;
    private @Nullable Pending timeout;
    private boolean running;

    /** @param whenEnded told every time the execution ends: once, and once more after every redrive */
    public Execution(ExecutionSpec spec, Ports ports, Host host, Consumer<ExecutionSnapshot> whenEnded) {
        this.spec = spec;
        this.ports = ports;
        this.host = host;
        this.whenEnded = whenEnded;
        this.mailbox = new Mailbox(ports.executor(), ports.clock(), this::defect);
        this.history = spec.historyKept() ? History.kept() : History.counted();
        this.startDate = ports.clock().instant();
        this.snapshot =
                new ExecutionSnapshot(spec, ExecutionStatus.RUNNING, startDate, null, null, null, null, 0, null);
    }

    /** Where the execution stands now. */
    public ExecutionSnapshot snapshot() {
        return snapshot;
    }

    /** Its history so far. */
    public History history() {
        return history;
    }

    /** Lets it run. */
    public void start() {
        mailbox.tell(() -> {
            running = true;
            record(
                    0,
                    EventType.of("ExecutionStarted"),
                    EventDetails.empty().payload("input", spec.input()).with("roleArn", spec.roleArn()));
            startTimeout();
            Strand strand = new Strand(this, spec.graph(), new Root(), Map.of(), null, 0);
            root = strand;
            strand.start(spec.input());
        });
    }

    /** Stops it; does nothing once it has ended. */
    public void stop(@Nullable String error, @Nullable String cause) {
        mailbox.tell(() -> end(ExecutionStatus.ABORTED, null, Failure.of(error, cause)));
    }

    /** Lets an execution that ended without success go on with what had not succeeded. */
    public void redrive() {
        mailbox.tell(() -> {
            Strand strand = root;
            if (running || strand == null || snapshot.status() == ExecutionStatus.SUCCEEDED) {
                return;
            }
            running = true;
            Instant now = now();
            int count = snapshot.redriveCount() + 1;
            snapshot =
                    new ExecutionSnapshot(spec, ExecutionStatus.RUNNING, startDate, null, null, null, null, count, now);
            long event = record(
                    history.lastId(),
                    EventType.of("ExecutionRedriven"),
                    EventDetails.empty().with("redriveCount", Long.valueOf(count)));
            startTimeout();
            strand.redrive(event);
        });
    }

    private void startTimeout() {
        Duration limit = spec.timeoutSeconds() == null ? null : Duration.ofSeconds(spec.timeoutSeconds());
        if (spec.express() && (limit == null || limit.compareTo(ports.quotas().expressDuration()) > 0)) {
            limit = ports.quotas().expressDuration();
        }
        if (limit != null) {
            timeout = after(limit, () -> end(ExecutionStatus.TIMED_OUT, null, Failure.of(Failure.TIMEOUT, null)));
        }
    }

    private final class Root implements Strand.Owner {
        @Override
        public void strandSucceeded(Strand strand, JsonNode output) {
            end(ExecutionStatus.SUCCEEDED, output, null);
        }

        @Override
        public void strandFailed(Strand strand, Failure failure) {
            end(ExecutionStatus.FAILED, null, failure);
        }
    }

    private void end(ExecutionStatus status, @Nullable JsonNode output, @Nullable Failure failure) {
        Strand strand = root;
        if (!running || strand == null) {
            return;
        }
        running = false;
        strand.abort();
        if (timeout != null) {
            timeout.cancel();
        }
        history.add(now(), strand.lastEvent(), endEvent(status), endDetails(output, failure));
        ExecutionSnapshot before = snapshot;
        ExecutionSnapshot ended = new ExecutionSnapshot(
                spec,
                status,
                startDate,
                now(),
                output,
                failure == null ? null : failure.error(),
                failure == null ? null : failure.cause(),
                before.redriveCount(),
                before.redriveDate());
        snapshot = ended;
        if (status == ExecutionStatus.SUCCEEDED) {
            // Nothing can be redriven, and nobody needs the states any more.
            root = null;
        }
        if (spec.mapRunArn() != null) {
            history.pack();
        }
        if (spec.express()) {
            ports.meter()
                    .expressExecution(
                            spec.stateMachineArn(), Duration.between(startDate, now()), spec.definitionBytes());
        }
        whenEnded.accept(ended);
    }

    private static EventType endEvent(ExecutionStatus status) {
        return EventType.of(
                switch (status) {
                    case SUCCEEDED -> "ExecutionSucceeded";
                    case TIMED_OUT -> "ExecutionTimedOut";
                    case ABORTED -> "ExecutionAborted";
                    default -> "ExecutionFailed";
                });
    }

    private static EventDetails endDetails(@Nullable JsonNode output, @Nullable Failure failure) {
        EventDetails details = EventDetails.empty();
        if (output != null) {
            details.payload("output", output);
        }
        if (failure != null) {
            details.with("error", failure.error()).with("cause", failure.cause());
        }
        return details;
    }

    /** Whatever the interpreter itself throws ends the execution: a run never hangs. */
    private void defect(Throwable thrown) {
        Failure failure = thrown instanceof HistoryFull full
                ? full.failure()
                : Failure.runtime("The engine failed while it ran the execution: " + thrown);
        end(ExecutionStatus.FAILED, null, failure);
    }

    String arn() {
        return spec.arn();
    }

    ExecutionSpec spec() {
        return spec;
    }

    Ports ports() {
        return ports;
    }

    Host host() {
        return host;
    }

    Instant now() {
        return ports.clock().instant();
    }

    /** Sends the execution a message. */
    void tell(Runnable message) {
        mailbox.tell(message);
    }

    /** Adds a step to what the execution is doing. */
    void then(Runnable step) {
        mailbox.then(step);
    }

    /** Adds an event; the last one that the quota allows is the one that ends the execution. */
    long record(long previous, EventType type, EventDetails details) {
        if (!spec.express() && history.lastId() >= ports.quotas().historyEvents() - 1) {
            throw new HistoryFull(ports.quotas().historyEvents());
        }
        return history.add(now(), previous, type, details);
    }

    /** Runs the action after a while, unless it is cancelled before. */
    Pending after(Duration delay, Runnable action) {
        Pending pending = new Pending();
        pending.timer(ports.clock()
                .schedule(
                        delay,
                        () -> mailbox.tell(() -> {
                            if (pending.settle()) {
                                action.run();
                            }
                        })));
        return pending;
    }

    /** Does something that may block on another thread, and goes on with what came of it. */
    <T> Pending background(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        Pending pending = new Pending();
        EngineClock.Hold hold = ports.clock().hold();
        ports.blocking().execute(() -> {
            Runnable outcome = outcome(work, then, failed);
            mailbox.tell(() -> {
                if (pending.settle()) {
                    outcome.run();
                }
            });
            hold.close();
        });
        return pending;
    }

    private static <T> Runnable outcome(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        try {
            T result = work.call();
            return () -> then.accept(result);
        } catch (Exception | StackOverflowError thrown) {
            return () -> failed.accept(thrown);
        }
    }

    void meter(Meter.TransitionKind kind) {
        if (!spec.express()) {
            ports.meter().transition(spec.stateMachineArn(), kind);
        }
    }

    /** What a state hands on and assigns must fit; the failure if it does not. */
    @Nullable
    Failure checkSizes(String state, Map<String, JsonNode> variables, JsonNode output, Map<String, JsonNode> assigned) {
        Quotas quotas = ports.quotas();
        if (JsonSize.exceeds(output, quotas.payloadBytes())) {
            return Failure.outputTooLarge(state);
        }
        if (assigned.isEmpty() || quotas.allVariablesBytes() == Long.MAX_VALUE) {
            return null;
        }
        long together = assigned.values().stream().mapToLong(JsonSize::of).sum();
        if (together > quotas.variableBytes()) {
            return Failure.outputTooLarge(state);
        }
        long before = variables.entrySet().stream()
                .filter(variable -> !assigned.containsKey(variable.getKey()))
                .mapToLong(variable -> JsonSize.of(variable.getValue()))
                .sum();
        return before + together > quotas.allVariablesBytes() ? Failure.outputTooLarge(state) : null;
    }

    /** A new context object without a state. What it shares with others must not be changed. */
    ObjectNode context() {
        ObjectNode execution = JsonNodeFactory.instance.objectNode();
        execution.put("Id", spec.arn());
        execution.set("Input", spec.input());
        execution.put("Name", spec.name());
        execution.put("RoleArn", spec.roleArn());
        execution.put("StartTime", Timestamps.text(startDate));
        execution.put("RedriveCount", snapshot.redriveCount());
        if (snapshot.redriveDate() != null) {
            execution.put("RedriveTime", Timestamps.text(snapshot.redriveDate()));
        }
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("Execution", execution);
        context.putObject("StateMachine").put("Id", spec.stateMachineArn()).put("Name", spec.stateMachineName());
        return context;
    }

    private static final class HistoryFull extends RuntimeException {

        private final long most;

        HistoryFull(long most) {
            this.most = most;
        }

        Failure failure() {
            return Failure.runtime("The execution reached the maximum number of history events (" + most + ").");
        }
    }
}
