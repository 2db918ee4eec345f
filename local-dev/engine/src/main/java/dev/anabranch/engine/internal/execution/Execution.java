package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.history.History;
import dev.anabranch.engine.internal.port.ExecutionOrigin;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.value.JsonSize;
import dev.anabranch.engine.internal.value.Timestamps;
import dev.anabranch.engine.internal.value.Uuid;
import dev.anabranch.engine.metering.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One execution. Public methods may be called by any thread; everything else happens in messages of its mailbox. What it does depends
 * on its origin and its messages only: after a restart it is brought back by handling the same messages again, and then goes on.
 */
public final class Execution {

    private final ExecutionSpec spec;
    private final ExecutionPorts ports;
    private final ExecutionHost host;
    private final ExecutionOrigin origin;
    private final Consumer<ExecutionSnapshot> whenEnded;
    private final Mailbox mailbox;
    private final History history;
    private final SplittableRandom random;
    private final Map<Long, PendingEvent> pending = new LinkedHashMap<>();
    private final Map<String, DistributedMapVisit> mapRuns = new LinkedHashMap<>();
    private volatile ExecutionSnapshot snapshot;
    private Instant now;
    private @Nullable Strand root;
    private @Nullable PendingEvent timeout;
    private long lastPending;
    private boolean running;
    private boolean replaying;

    /** @param whenEnded told every time the execution ends: once, and once more after every redrive */
    public Execution(
            ExecutionSpec spec,
            ExecutionOrigin origin,
            ExecutionPorts ports,
            ExecutionHost host,
            Consumer<ExecutionSnapshot> whenEnded) {
        this.spec = spec;
        this.ports = ports;
        this.host = host;
        this.origin = origin;
        this.whenEnded = whenEnded;
        this.mailbox =
                new Mailbox(ports.executor(), ports.clock(), this::defect, part -> CurrentMessage.handle(this, part));
        this.history = spec.historyKept() ? History.kept() : History.counted();
        this.random = new SplittableRandom(origin.seed());
        this.now = origin.startDate();
        this.snapshot = new ExecutionSnapshot(
                spec, ExecutionStatus.RUNNING, origin.startDate(), null, null, null, null, 0, null);
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
        mailbox.tell(this::begin);
    }

    private void begin() {
        running = true;
        record(
                0,
                EventType.of("ExecutionStarted"),
                EventDetails.empty()
                        .payload("input", spec.input(), spec::textOf)
                        .with("roleArn", spec.roleArn()));
        startTimeout();
        Strand strand = new Strand(this, spec.graph(), new Root(), Map.of(), null, 0);
        root = strand;
        strand.start(spec.input());
    }

    /**
     * Brings back what a process that is gone had of it, without doing anything outside of it. To be called instead of {@link
     * #start}, before anything else, and followed by {@link #goOn}.
     *
     * @param messages records of messages, in their order
     * @throws UnlikeBefore if it does not come to the same as before
     */
    public void replay(List<? extends JsonNode> messages) {
        replaying = true;
        mailbox.replay(this::begin);
        for (JsonNode message : messages) {
            if (!ExecutionRecords.follows(message, history.lastId())) {
                throw new UnlikeBefore(spec.arn());
            }
            now = ExecutionRecords.time(message);
            ExecutionMessage again = ExecutionMessageJson.read(message);
            mailbox.replay(() -> again.handle(this));
        }
    }

    /** An execution could not be brought back: this engine comes to something else than the one that ran it. */
    public static final class UnlikeBefore extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnlikeBefore(String arn) {
            super(
                    "The execution cannot go on after the restart, because this version of the engine, or its quotas, would have"
                            + " done something else than what was done before: " + arn);
        }
    }

    /** The children that it had when its messages had been handled again: running ones, and others that can be redriven. */
    public List<ExecutionSpec> childrenBefore() {
        return mapRuns.values().stream()
                .flatMap(DistributedMapVisit::childSpecs)
                .toList();
    }

    /**
     * Goes on after {@link #replay}: begins again whatever it still waits for.
     *
     * @param endKnown whether the end that it may have come to was told before
     */
    public void goOn(boolean endKnown) {
        mailbox.tell(() -> {
            replaying = false;
            now = ports.clock().instant();
            for (PendingEvent waiting : List.copyOf(pending.values())) {
                waiting.beginAgain();
            }
            List.copyOf(mapRuns.values()).forEach(DistributedMapVisit::goOn);
            if (!running && !endKnown) {
                notifyEnded();
            }
        });
    }

    /** Ends it, because it could not be brought back. To be called instead of {@link #goOn}. */
    public void giveUp(String cause) {
        mailbox.tell(() -> {
            pending.clear();
            mapRuns.clear();
            root = null;
            running = false;
            now = ports.clock().instant();
            replaying = false;
            ended(ExecutionStatus.FAILED, history.lastId(), null, StateFailure.runtime(cause));
        });
    }

    /** Stops it; does nothing once it has ended. Answers when the journal has it. */
    public CompletableFuture<Void> stop(@Nullable String error, @Nullable String cause) {
        return tellKept(new ExecutionMessage.Stop(error, cause));
    }

    void stopped(StateFailure failure) {
        end(ExecutionStatus.ABORTED, null, failure);
    }

    /** Lets an execution that ended without success go on with what had not succeeded. Answers when the journal has it. */
    public CompletableFuture<Void> redrive() {
        return tellKept(new ExecutionMessage.Redrive());
    }

    void redriven() {
        Strand strand = root;
        if (!running && snapshot.status() == ExecutionStatus.SUCCEEDED) {
            // It succeeded before it could be stopped, and whoever redrives it waits to hear of an end.
            notifyEnded();
        }
        if (running || strand == null || snapshot.status() == ExecutionStatus.SUCCEEDED) {
            return;
        }
        running = true;
        int count = snapshot.redriveCount() + 1;
        snapshot = new ExecutionSnapshot(
                spec, ExecutionStatus.RUNNING, origin.startDate(), null, null, null, null, count, now);
        long event = record(
                history.lastId(),
                EventType.of("ExecutionRedriven"),
                EventDetails.empty().with("redriveCount", Long.valueOf(count)));
        startTimeout();
        strand.redrive(event);
    }

    private void startTimeout() {
        Duration limit = spec.timeoutSeconds() == null ? null : Duration.ofSeconds(spec.timeoutSeconds());
        if (spec.express() && (limit == null || limit.compareTo(ports.quotas().expressDuration()) > 0)) {
            limit = ports.quotas().expressDuration();
        }
        if (limit != null) {
            timeout = after(limit, this::timeUp);
        }
    }

    private void timeUp() {
        end(ExecutionStatus.TIMED_OUT, null, StateFailure.of(StateFailure.TIMEOUT, null));
    }

    private final class Root implements Strand.Owner {
        @Override
        public void strandSucceeded(Strand strand, JsonNode output) {
            end(ExecutionStatus.SUCCEEDED, output, null);
        }

        @Override
        public void strandFailed(Strand strand, StateFailure failure) {
            end(ExecutionStatus.FAILED, null, failure);
        }
    }

    private void end(ExecutionStatus status, @Nullable JsonNode output, @Nullable StateFailure failure) {
        Strand strand = root;
        if (!running || strand == null) {
            return;
        }
        running = false;
        strand.abort();
        if (timeout != null) {
            timeout.cancel();
        }
        if (status == ExecutionStatus.SUCCEEDED) {
            // Nothing can be redriven, and nobody needs the states any more.
            root = null;
        }
        // A stop comes from outside: no event of the execution led to it.
        ended(status, status == ExecutionStatus.ABORTED ? 0 : strand.lastEvent(), output, failure);
    }

    private void ended(
            ExecutionStatus status, long lastEvent, @Nullable JsonNode output, @Nullable StateFailure failure) {
        history.add(now, lastEvent, endEvent(status), endDetails(output, failure));
        ExecutionSnapshot before = snapshot;
        snapshot = new ExecutionSnapshot(
                spec,
                status,
                origin.startDate(),
                now,
                output,
                failure == null ? null : failure.error(),
                failure == null ? null : failure.cause(),
                before.redriveCount(),
                before.redriveDate());
        if (spec.mapRunArn() != null) {
            history.pack();
        }
        if (spec.express() && !replaying) {
            ports.meter()
                    .expressExecution(
                            spec.stateMachineArn(), Duration.between(origin.startDate(), now), spec.definitionBytes());
        }
        notifyEnded();
    }

    private void notifyEnded() {
        if (!replaying) {
            whenEnded.accept(snapshot);
        }
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

    private EventDetails endDetails(@Nullable JsonNode output, @Nullable StateFailure failure) {
        EventDetails details = EventDetails.empty();
        if (output != null) {
            details.payload("output", output, spec::textOf);
        }
        if (failure != null) {
            details.with("error", failure.error()).with("cause", failure.cause());
        }
        return details;
    }

    /** Whatever the interpreter itself throws ends the execution: a run never hangs. */
    private void defect(Throwable thrown) {
        if (thrown instanceof TimeUp) {
            timeUp();
            return;
        }
        StateFailure failure = thrown instanceof HistoryFull full
                ? full.failure()
                : StateFailure.runtime("The engine failed while it ran the execution: " + thrown);
        end(ExecutionStatus.FAILED, null, failure);
    }

    String arn() {
        return spec.arn();
    }

    ExecutionSpec spec() {
        return spec;
    }

    ExecutionPorts ports() {
        return ports;
    }

    ExecutionHost host() {
        return host;
    }

    /** The time of the message that is being handled. */
    Instant now() {
        return now;
    }

    /** Everything random in the execution. */
    SplittableRandom random() {
        return random;
    }

    String uuid() {
        return Uuid.of(random.nextLong(), random.nextLong());
    }

    /** Whether messages are being handled again, so that nothing may be done outside. */
    boolean isReplaying() {
        return replaying;
    }

    /** Sends the execution a message. */
    void tell(ExecutionMessage message) {
        mailbox.tell(() -> handle(message));
    }

    /** Sends the execution a message, and answers when the journal has it. */
    CompletableFuture<Void> tellKept(ExecutionMessage message) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        mailbox.tell(() -> {
            try {
                handle(message);
            } finally {
                kept.complete(null);
            }
        });
        return kept;
    }

    /** The journal has a message before anything comes of it. */
    private void handle(ExecutionMessage message) {
        if (!message.concerns(this)) {
            return;
        }
        now = ports.clock().instant();
        if (ports.journal().keeps()) {
            ports.journal()
                    .append(ExecutionRecords.key(spec.arn()), ExecutionRecords.message(message, now, history.lastId()));
        }
        message.handle(this);
    }

    boolean isRunning() {
        return running;
    }

    boolean isPending(long number) {
        return pending.containsKey(number);
    }

    boolean hasMapRun(String arn) {
        return mapRuns.containsKey(arn);
    }

    void ifPending(long number, Consumer<PendingEvent> then) {
        PendingEvent waiting = pending.get(number);
        if (waiting != null) {
            then.accept(waiting);
        }
    }

    void ifMapRun(String arn, Consumer<DistributedMapVisit> then) {
        DistributedMapVisit run = mapRuns.get(arn);
        if (run != null) {
            then.accept(run);
        }
    }

    void opened(String mapRunArn, DistributedMapVisit run) {
        mapRuns.put(mapRunArn, run);
    }

    void closed(String mapRunArn) {
        mapRuns.remove(mapRunArn);
    }

    long nextPendingNumber() {
        return ++lastPending;
    }

    /** Waits for something, which begins now. */
    void await(PendingEvent waiting) {
        pending.put(waiting.number(), waiting);
        if (!replaying) {
            waiting.begin();
        }
    }

    void forget(PendingEvent waiting) {
        pending.remove(waiting.number());
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
        if (spec.express() && history.lastId() >= ports.quotas().expressEvents()) {
            throw new TimeUp();
        }
        return history.add(now, previous, type, details);
    }

    /** Runs the action after a while, unless it is cancelled before. */
    PendingEvent after(Duration delay, Runnable action) {
        return after(delay, () -> false, action);
    }

    /** @param anew asked after a restart: whether the whole delay begins again */
    PendingEvent after(Duration delay, BooleanSupplier anew, Runnable action) {
        PendingTimer timer = new PendingTimer(this, delay, anew, action);
        await(timer);
        return timer;
    }

    void meter(Meter.TransitionKind kind) {
        if (!spec.express() && !replaying) {
            ports.meter().transition(spec.stateMachineArn(), kind);
        }
    }

    /** What a state hands on and assigns must fit; the failure if it does not. */
    @Nullable
    StateFailure checkSizes(
            String state, Map<String, JsonNode> variables, JsonNode output, Map<String, JsonNode> assigned) {
        EngineQuotas quotas = ports.quotas();
        if (JsonSize.exceeds(output, quotas.payloadBytes())) {
            return StateFailure.outputTooLarge(state);
        }
        if (assigned.isEmpty() || quotas.allVariablesBytes() == Long.MAX_VALUE) {
            return null;
        }
        long together = assigned.values().stream().mapToLong(JsonSize::of).sum();
        if (together > quotas.variableBytes()) {
            return StateFailure.outputTooLarge(state);
        }
        long before = variables.entrySet().stream()
                .filter(variable -> !assigned.containsKey(variable.getKey()))
                .mapToLong(variable -> JsonSize.of(variable.getValue()))
                .sum();
        return before + together > quotas.allVariablesBytes() ? StateFailure.outputTooLarge(state) : null;
    }

    /** A new context object without a state. What it shares with others must not be changed. */
    ObjectNode context() {
        ObjectNode execution = JsonNodeFactory.instance.objectNode();
        execution.put("Id", spec.arn());
        execution.set("Input", spec.input());
        execution.put("Name", spec.name());
        execution.put("RoleArn", spec.roleArn());
        execution.put("StartTime", Timestamps.text(origin.startDate()));
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

        StateFailure failure() {
            return StateFailure.runtime("The execution reached the maximum number of history events (" + most + ").");
        }
    }

    /** A loop that waits for nothing leaves the timer no turn. */
    private static final class TimeUp extends RuntimeException {}
}
