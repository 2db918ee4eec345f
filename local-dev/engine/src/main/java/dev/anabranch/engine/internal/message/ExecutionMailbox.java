package dev.anabranch.engine.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.history.History;
import dev.anabranch.engine.internal.port.ExecutionOrigin;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Delivers the messages of one execution: writes each to the journal, then has the execution handle it. The time and the random
 * numbers of the execution depend on its origin and its messages only, so that replaying the messages has the same results.
 */
public final class ExecutionMailbox {

    private final String executionArn;
    private final ExecutionPorts ports;
    private final History history;
    private final MessageReceiver receiver;
    private final Mailbox queue;
    private final SplittableRandom random;
    private Instant now;
    private boolean replaying;

    /**
     * @param history the history of the execution, whose length the journal keeps with each message
     * @param onDefect receives what a message throws, on the thread that handles messages
     */
    public ExecutionMailbox(
            String executionArn,
            ExecutionOrigin origin,
            ExecutionPorts ports,
            History history,
            MessageReceiver receiver,
            Consumer<Throwable> onDefect) {
        this.executionArn = executionArn;
        this.ports = ports;
        this.history = history;
        this.receiver = receiver;
        this.queue = new Mailbox(ports.executor(), ports.clock(), onDefect, part -> CurrentMessage.handle(this, part));
        this.random = new SplittableRandom(origin.seed());
        this.now = origin.startDate();
    }

    /** Begins the execution. */
    public void begin(Runnable beginning) {
        queue.tell(beginning);
    }

    /**
     * Handles the beginning and the messages of an execution again, on this thread, without effects outside of the execution. To be
     * called instead of {@link #begin}, before anything else, and to be followed by {@link #resume}.
     *
     * @param messages records of messages, in their order
     * @throws ReplayMismatch if the execution does something else than before
     */
    public void replay(Runnable beginning, List<? extends JsonNode> messages) {
        replaying = true;
        queue.replay(beginning);
        for (JsonNode message : messages) {
            if (!ExecutionRecords.follows(message, history.lastId())) {
                throw new ReplayMismatch(executionArn);
            }
            now = ExecutionRecords.time(message);
            ExecutionMessage again = ExecutionMessageJson.read(message);
            queue.replay(() -> again.handle(receiver));
        }
    }

    /** Resumes live handling after {@link #replay}, with the action first. */
    public void resume(Runnable action) {
        queue.tell(() -> {
            replaying = false;
            now = ports.clock().instant();
            action.run();
        });
    }

    /** Sends the execution a message, from any thread. */
    public void tell(ExecutionMessage message) {
        queue.tell(() -> handle(message));
    }

    /** Sends the execution a message. The future completes when the journal has the message. */
    public CompletableFuture<Void> tellKept(ExecutionMessage message) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        queue.tell(() -> {
            try {
                handle(message);
            } finally {
                kept.complete(null);
            }
        });
        return kept;
    }

    private void handle(ExecutionMessage message) {
        if (!message.concerns(receiver)) {
            return;
        }
        now = ports.clock().instant();
        if (ports.journal().keeps()) {
            ports.journal()
                    .append(
                            ExecutionRecords.key(executionArn),
                            ExecutionRecords.message(message, now, history.lastId()));
        }
        message.handle(receiver);
    }

    /** Adds a step to the message that is being handled. */
    public void then(Runnable step) {
        queue.then(step);
    }

    /** The time of the message that is being handled. */
    public Instant now() {
        return now;
    }

    /** The source of all random numbers in the execution. */
    public SplittableRandom random() {
        return random;
    }

    /** Whether messages are being replayed, so that nothing may be done outside of the execution. */
    public boolean isReplaying() {
        return replaying;
    }

    /** A replayed execution does something else than the recorded one did. */
    public static final class ReplayMismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReplayMismatch(String arn) {
            super(
                    "The execution cannot continue after the restart, because this version of the engine, or its quotas, would have"
                            + " done something else than what was done before: " + arn);
        }
    }
}
