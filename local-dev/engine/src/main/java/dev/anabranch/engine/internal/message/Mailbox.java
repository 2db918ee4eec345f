package dev.anabranch.engine.internal.message;

import dev.anabranch.engine.time.EngineClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The message queue of one execution. Messages are handled one at a time, regardless of the sending thread. The steps
 * of a message are handled before the next message, so that an execution depends only on the order of its messages, and
 * a chain of states does not grow the stack. A virtual clock does not advance while messages are queued.
 */
final class Mailbox {

    /** The maximum number of messages and steps before other executions can run on the thread. */
    private static final int TURN = 256;

    private final Executor executor;
    private final EngineClock clock;
    private final Consumer<Throwable> onDefect;
    private final Consumer<Runnable> scope;
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unhandled = new AtomicInteger();
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private EngineClock.@Nullable Hold hold;
    private boolean handling;

    /**
     * @param onDefect receives an exception that a message throws, on the thread that handles messages
     * @param scope runs every message and step
     */
    Mailbox(Executor executor, EngineClock clock, Consumer<Throwable> onDefect, Consumer<Runnable> scope) {
        this.executor = executor;
        this.clock = clock;
        this.onDefect = onDefect;
        this.scope = scope;
    }

    /** Sends a message. Can be called on any thread. */
    void tell(Runnable message) {
        EngineClock.Hold sending = clock.hold();
        messages.add(message);
        if (unhandled.getAndIncrement() == 0) {
            hold = sending;
            executor.execute(this::takeTurn);
        } else {
            sending.close();
        }
    }

    /** Adds a step to the message that is being handled. */
    void then(Runnable step) {
        steps.add(step);
    }

    /** Handles a message and its steps on the calling thread. Call it only before any message was sent. */
    void replay(Runnable message) {
        run(message);
        for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
            run(step);
        }
    }

    private void takeTurn() {
        for (int i = 0; i < TURN; i++) {
            Runnable next = steps.poll();
            if (next == null) {
                if (handling && lastMessageHandled()) {
                    return;
                }
                next = messages.remove();
                handling = true;
            }
            run(next);
        }
        executor.execute(this::takeTurn);
    }

    private boolean lastMessageHandled() {
        handling = false;
        EngineClock.Hold held = hold;
        if (unhandled.decrementAndGet() > 0) {
            return false;
        }
        if (held != null) {
            held.close();
        }
        return true;
    }

    private void run(Runnable next) {
        try {
            scope.accept(next);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
            onDefect.accept(defect);
        }
    }
}
