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
 * The messages of one execution. They are handled one at a time, whatever thread sends them; what a message leads to at once, its
 * steps, is handled before the next message, so that an execution depends on the order of its messages only and no chain of
 * states grows a stack. While there are messages, time stands still for a virtual clock.
 */
final class Mailbox {

    /** After so many messages and steps other executions get their turn. */
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
     * @param onDefect told of whatever a message throws, on the thread that handles messages
     * @param scope runs every message and step
     */
    Mailbox(Executor executor, EngineClock clock, Consumer<Throwable> onDefect, Consumer<Runnable> scope) {
        this.executor = executor;
        this.clock = clock;
        this.onDefect = onDefect;
        this.scope = scope;
    }

    /** Sends a message, from any thread. */
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

    /** Handles a message and its steps on this thread; only before anything was ever sent. */
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
