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
 * Delivers the messages of one execution. Each message is written to the journal and then handled. The time and the
 * random numbers of the execution depend only on its origin and its messages, so that a replay of the messages has the
 * same results.
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
     * @param history the history of the execution; the journal stores its length with each message
     * @param onDefect receives an exception that a message throws, on the thread that handles messages
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

    /** Starts the execution. */
    public void begin(Runnable beginning) {
        queue.tell(beginning);
    }

    /**
     * Replays the start and the messages of an execution on the calling thread, without external effects. Call it
     * instead of {@link #begin}, before any other method, and then call {@link #resume}.
     *
     * @param messages records of messages, in their order
     * @throws ReplayMismatch if the execution does not repeat what it did before
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

    /** Resumes live handling after {@link #replay}. Runs the action first. */
    public void resume(Runnable action) {
        queue.tell(() -> {
            replaying = false;
            now = ports.clock().instant();
            action.run();
        });
    }

    /** Sends a message to the execution. Can be called on any thread. */
    public void tell(ExecutionMessage message) {
        queue.tell(() -> handle(message));
    }

    /** Sends a message to the execution. The future completes when the journal has the message. */
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

    /** Returns the time of the message that is being handled. */
    public Instant now() {
        return now;
    }

    /** Returns the source of all random numbers of the execution. */
    public SplittableRandom random() {
        return random;
    }

    /** Returns true if messages are being replayed. External effects are not allowed then. */
    public boolean isReplaying() {
        return replaying;
    }

    /** A replayed execution does not repeat what it did before. */
    public static final class ReplayMismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReplayMismatch(String arn) {
            super("The execution cannot continue after the restart, because with this version of the engine or its"
                    + " quotas it does not repeat what it did before: " + arn);
        }
    }
}
