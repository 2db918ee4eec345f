package dev.anabranch.engine.internal.message;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The time and the random numbers of expressions. They are those of the message that the current thread is handling.
 * They depend only on the execution and its messages, so that a replay of the messages has the same results.
 */
public final class CurrentMessage {

    private static final ThreadLocal<@Nullable ExecutionMailbox> HANDLING = new ThreadLocal<>();

    private CurrentMessage() {}

    /**
     * Returns a generator that uses the execution whose message is being handled, and {@code otherwise} outside of
     * messages.
     */
    public static RandomGenerator random(RandomGenerator otherwise) {
        return () -> {
            ExecutionMailbox mailbox = HANDLING.get();
            return mailbox == null ? otherwise.nextLong() : mailbox.random().nextLong();
        };
    }

    /**
     * Returns a clock with the time of the message that is being handled, and of {@code otherwise} outside of messages.
     */
    public static InstantSource time(InstantSource otherwise) {
        return () -> {
            ExecutionMailbox mailbox = HANDLING.get();
            return mailbox == null ? otherwise.instant() : mailbox.now();
        };
    }

    /**
     * Runs a part of the handling of a message. Calls can be nested, because a message of one execution can cause a
     * message of another one on the same thread.
     */
    static void handle(ExecutionMailbox mailbox, Runnable part) {
        ExecutionMailbox before = HANDLING.get();
        HANDLING.set(mailbox);
        try {
            part.run();
        } finally {
            if (before == null) {
                HANDLING.remove();
            } else {
                HANDLING.set(before);
            }
        }
    }
}
