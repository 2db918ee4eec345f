package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.history.History;
import dev.anabranch.engine.internal.message.ExecutionMailbox;
import dev.anabranch.engine.internal.message.ExecutionMessage;
import dev.anabranch.engine.internal.message.MapRunReceiver;
import dev.anabranch.engine.internal.message.MessageReceiver;
import dev.anabranch.engine.internal.message.PendingReceiver;
import dev.anabranch.engine.internal.pending.PendingEvent;
import dev.anabranch.engine.internal.pending.PendingEvents;
import dev.anabranch.engine.internal.port.ExecutionOrigin;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.port.StateFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One execution. It can be started, stopped and redriven. Public methods are thread-safe; all other code runs in
 * messages of its mailbox. After a restart, a replay of the same messages restores it.
 */
public final class Execution {

    private final ExecutionSpec spec;
    private final ExecutionPorts ports;
    private final Instant startDate;
    private final Consumer<ExecutionSnapshot> whenEnded;
    private final ExecutionMailbox mailbox;
    private final PendingEvents pending;
    private final History history;
    private final ExecutionContext context;
    private final ExecutionLaunch launch;
    private final VisitFactory visits;
    private volatile ExecutionSnapshot snapshot;
    private @Nullable Strand root;
    private @Nullable PendingEvent timeout;
    private boolean running;

    /** @param whenEnded called each time the execution ends: once, and once after each redrive */
    public Execution(
            ExecutionLaunch launch,
            ExecutionOrigin origin,
            ExecutionPorts ports,
            ExecutionHost host,
            VisitFactory visits,
            Consumer<ExecutionSnapshot> whenEnded) {
        this.launch = launch;
        this.visits = visits;
        this.spec = launch.spec();
        this.ports = ports;
        this.startDate = origin.startDate();
        this.whenEnded = whenEnded;
        this.history = spec.historyKept() ? History.kept() : History.counted();
        this.mailbox = new ExecutionMailbox(spec.arn(), origin, ports, history, new Receiver(), this::defect);
        this.pending = new PendingEvents(mailbox, ports);
        this.snapshot =
                new ExecutionSnapshot(spec, ExecutionStatus.RUNNING, startDate, null, null, null, null, 0, null);
        this.context = new ExecutionContext(
                () -> snapshot,
                ports,
                host,
                mailbox,
                pending,
                new HistoryRecorder(history, mailbox, ports.quotas(), spec.express()));
    }

    /** Returns the current snapshot. */
    public ExecutionSnapshot snapshot() {
        return snapshot;
    }

    /** Returns the history so far. */
    public History history() {
        return history;
    }

    /** Starts the execution. */
    public void start() {
        mailbox.begin(this::begin);
    }

    private void begin() {
        running = true;
        context.record(
                0,
                EventType.of("ExecutionStarted"),
                EventDetails.empty()
                        .payload("input", spec.input(), spec::textOf)
                        .with("roleArn", spec.roleArn()));
        startTimeout();
        Strand main = Strand.main(context, visits, launch.graph(), new MainOwner());
        root = main;
        main.start(spec.input());
    }

    /**
     * Restores the execution from the messages of an earlier process, without external effects. Call it instead of
     * {@link #start}, before any other method, and then call {@link #goOn} or {@link #giveUp}.
     *
     * @param messages records of messages, in their order
     * @throws ExecutionMailbox.ReplayMismatch if the execution does not repeat what it did before
     */
    public void replay(List<? extends JsonNode> messages) {
        mailbox.replay(this::begin, messages);
    }

    /** Returns the children after {@link #replay}: those that are running or can be redriven. */
    public List<ExecutionLaunch> childrenBefore() {
        return context.mapRuns().stream().flatMap(OpenMapRun::children).toList();
    }

    /**
     * Continues after {@link #replay}. Starts all pending events again.
     *
     * @param endKnown false to report the end of an ended execution again
     */
    public void goOn(boolean endKnown) {
        mailbox.resume(() -> {
            pending.beginAgain();
            context.mapRuns().forEach(OpenMapRun::resume);
            if (!running && !endKnown) {
                notifyEnded();
            }
        });
    }

    /** Fails the execution because {@link #replay} could not restore it. Call it instead of {@link #goOn}. */
    public void giveUp(String cause) {
        mailbox.resume(() -> {
            context.clear();
            root = null;
            running = false;
            ended(ExecutionStatus.FAILED, history.lastId(), null, StateFailure.runtime(cause));
        });
    }

    /** Stops the execution. A no-op if it has ended. The future completes when the journal has the message. */
    public CompletableFuture<Void> stop(@Nullable String error, @Nullable String cause) {
        return mailbox.tellKept(new ExecutionMessage.Stop(error, cause));
    }

    /** Redrives an execution that ended without success. The future completes when the journal has the message. */
    public CompletableFuture<Void> redrive() {
        return mailbox.tellKept(new ExecutionMessage.Redrive());
    }

    private final class Receiver implements MessageReceiver {

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public void onStop(StateFailure failure) {
            end(ExecutionStatus.ABORTED, null, failure);
        }

        @Override
        public void onRedrive() {
            redriven();
        }

        @Override
        public @Nullable PendingReceiver pending(long number) {
            return pending.find(number);
        }

        @Override
        public @Nullable MapRunReceiver mapRun(String arn) {
            return context.mapRun(arn);
        }
    }

    private void redriven() {
        Strand strand = root;
        if (!running && snapshot.status() == ExecutionStatus.SUCCEEDED) {
            // It succeeded before the stop arrived, and the caller of the redrive waits for a notification.
            notifyEnded();
        }
        if (running || strand == null || snapshot.status() == ExecutionStatus.SUCCEEDED) {
            return;
        }
        running = true;
        int count = snapshot.redriveCount() + 1;
        snapshot = new ExecutionSnapshot(
                spec, ExecutionStatus.RUNNING, startDate, null, null, null, null, count, mailbox.now());
        long event = context.record(
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
            // AWS does not stop for hours; a laptop does. So the limit of an Express execution starts again with it.
            timeout = pending.after(limit, spec::express, this::timeUp);
        }
    }

    private void timeUp() {
        end(ExecutionStatus.TIMED_OUT, null, StateFailure.of(StateFailure.TIMEOUT, null));
    }

    private final class MainOwner implements Strand.Owner {
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
            // A succeeded execution cannot be redriven.
            root = null;
        }
        // A stop has no preceding event, because no event of the execution caused it.
        ended(status, status == ExecutionStatus.ABORTED ? 0 : strand.lastEvent(), output, failure);
    }

    private void ended(
            ExecutionStatus status, long lastEvent, @Nullable JsonNode output, @Nullable StateFailure failure) {
        Instant now = mailbox.now();
        history.add(now, lastEvent, endEvent(status), endDetails(output, failure));
        ExecutionSnapshot before = snapshot;
        snapshot = new ExecutionSnapshot(
                spec,
                status,
                startDate,
                now,
                output,
                failure == null ? null : failure.error(),
                failure == null ? null : failure.cause(),
                before.redriveCount(),
                before.redriveDate());
        if (spec.mapRunArn() != null) {
            history.pack();
        }
        if (spec.express() && !mailbox.isReplaying()) {
            ports.meter()
                    .expressExecution(spec.stateMachineArn(), Duration.between(startDate, now), spec.definitionBytes());
        }
        notifyEnded();
    }

    private void notifyEnded() {
        if (!mailbox.isReplaying()) {
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

    /** Ends the execution when the interpreter throws, so that the execution does not hang. */
    private void defect(Throwable thrown) {
        if (thrown instanceof HistoryRecorder.ExpressTimeUp) {
            timeUp();
            return;
        }
        StateFailure failure = thrown instanceof HistoryRecorder.HistoryFull full
                ? full.failure()
                : StateFailure.runtime("The engine failed while it ran the execution: " + thrown);
        end(ExecutionStatus.FAILED, null, failure);
    }
}
